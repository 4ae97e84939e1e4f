using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using ShadowMig.Hosting.Commands;
using ShadowMig.Hosting.Configuration;

namespace ShadowMig.Hosting.Http.Api;

/// <summary>Where the API listens: a Unix socket, and TCP with certificates of both sides.</summary>
internal static class ApiListeners
{
    /// <summary>The longest body that is taken, in bytes.</summary>
    public const int MostBytes = 4096;

    /// <summary>Adds what the API is made of.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddSingleton<ApiAudit>()
        .AddSingleton<ClientCertificates>()
        .AddSingleton<IdempotentAnswers>()
        .AddSingleton<MigrationOrders>()
        .AddSingleton<ApiMigrations>()
        .AddSingleton<MigrateAction>()
        .AddSingleton<ApiActions>()
        .AddSingleton<ApiHandler>()
        .AddSingleton<ApiGate>();

    /// <summary>Teaches Kestrel who calls; nothing listens by this yet.</summary>
    public static void AddApiListeners(this WebApplicationBuilder builder)
    {
        builder.Services.AddApi();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>, ClientCertificates, ApiAudit>((kestrel, options, certificates, audit) =>
        {
            kestrel.Limits.MaxRequestBodySize = MostBytes;
            uint? group = options.Value.Group is { } name ? UnixGroups.Find(name) : null;
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                if (listen.SocketPath is not null)
                    listen.Use(next => connection => IdentifyAsync(connection, next, group));
            });
            if (options.Value.Address is not null)
            {
                kestrel.ConfigureHttpsDefaults(https =>
                {
                    (https.ServerCertificate, https.ServerCertificateChain) = Load(options.Value);
                    https.OnAuthenticate = Authenticate(certificates, audit);
                });
            }
        });
    }

    /// <summary>Lets the application listen, behind the gate.</summary>
    /// <exception cref="UsageException">The socket cannot be taken.</exception>
    public static void UseApi(this WebApplication application)
    {
        ApiOptions options = application.Services.GetRequiredService<IOptions<ApiOptions>>().Value;
        ApiGate gate = application.Services.GetRequiredService<ApiGate>();
        application.Use(next => context => gate.InvokeAsync(context, next));
        if (options.Socket is { } socket)
        {
            ApiSocket.Clear(socket);
            application.Urls.Add($"http://unix:{socket}");
        }

        if (options.Address is { } address)
            application.Urls.Add(address);
    }

    private static Task IdentifyAsync(ConnectionContext connection, ConnectionDelegate next, uint? group)
    {
        Socket socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket ?? throw new InvalidOperationException("a Unix socket without a socket");
        connection.Features.Set(LocalCallers.Of(socket, group));
        return next(connection);
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Chain) Load(ApiOptions options)
    {
        try
        {
            X509Certificate2Collection chain = [];
            chain.ImportFromPemFile(options.CertificateFile!);
            return (X509Certificate2.CreateFromPemFile(options.CertificateFile!, options.KeyFile), chain);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Api:CertificateFile and Api:KeyFile cannot be used: {e.Message}");
        }
    }

    private static Action<ConnectionContext, SslServerAuthenticationOptions> Authenticate(
        ClientCertificates certificates, ApiAudit audit) => (connection, tls) =>
    {
        tls.ClientCertificateRequired = true;
        tls.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
        {
            X509Certificate2? shown = certificate as X509Certificate2;
            if (certificates.Objection(shown, chain?.ChainPolicy.ExtraStore ?? []) is not { } objection)
                return true;
            string who = shown is null ? "nobody" : $"subject {shown.Subject}";
            audit.Record(new(who, $"{connection.RemoteEndPoint}", null), "TLS handshake", ApiAnswer.Denied(objection));
            return false;
        };
    };
}
