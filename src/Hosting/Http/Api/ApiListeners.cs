using System.Net.Sockets;
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

    // How Kestrel names a Unix socket.
    private const string SocketScheme = "http://unix:";

    /// <summary>Adds what the API is made of.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddSingleton<ApiAudit>()
        .AddSingleton<ClientCertificates>()
        .AddSingleton<RefusedHandshakes>()
        .AddSingleton<HandshakeGuard>()
        .AddSingleton<ApiHandshakes>()
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
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>, ApiCertificates, ApiHandshakes, HandshakeGuard>((kestrel, options, certificates, handshakes, guard) =>
        {
            kestrel.Limits.MaxRequestBodySize = MostBytes;
            uint? group = options.Value.Group is { } name ? UnixGroups.Find(name) : null;
            int? securePort = options.Value.Address is { } address ? new Uri(address).Port : null;
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                if (listen.SocketPath is not null)
                    listen.Use(next => connection => IdentifyAsync(connection, next, group));
                else if (listen.IPEndPoint?.Port == securePort)
                    listen.Use(next => connection => guard.RunAsync(connection, next));
            });
            if (options.Value.Address is not null)
            {
                kestrel.ConfigureHttpsDefaults(https =>
                {
                    // Kestrel wants one from the start; each connection gets the one of its time.
                    https.ServerCertificate = certificates.Current.Server.TargetCertificate;
                    https.OnAuthenticate = handshakes.Prepare;
                    https.HandshakeTimeout = HandshakeGuard.HandshakeBound;
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
            application.Urls.Add(SocketScheme + socket);
        }

        if (options.Address is { } address)
            application.Urls.Add(address);
    }

    /// <summary>A listener's address as the configuration has it: of a socket its path.</summary>
    public static string Shown(string address) => address.StartsWith(SocketScheme, StringComparison.Ordinal) ? address[SocketScheme.Length..] : address;

    private static Task IdentifyAsync(ConnectionContext connection, ConnectionDelegate next, uint? group)
    {
        Socket socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket ?? throw new InvalidOperationException("a Unix socket without a socket");
        connection.Features.Set(LocalCallers.Of(socket, group));
        return next(connection);
    }
}
