using System.Security.Cryptography;
using Etcdserverpb;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ShadowMig.Driver.Cluster.Etcd;

/// <summary>Calls to whichever member of etcd answers. Each member has a bounded time; then the next is asked.</summary>
/// <remarks>A call may reach etcd twice when its first answer was lost: callers must stand that.</remarks>
internal sealed class EtcdConnection : IDisposable
{
    private readonly EtcdOptions _options;
    private readonly TimeProvider _time;
    private readonly Lazy<EtcdEndpoint[]> _endpoints;
    private int _preferred;

    public EtcdConnection(IOptions<CoordinationOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value.Etcd, time);
        _endpoints = new(() => [.. _options.Endpoints.Select(address => new EtcdEndpoint(address, _options))]);
    }

    /// <summary>Calls.</summary>
    /// <exception cref="CoordinationUnavailableException">No member answers, or etcd refuses this client.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<T> CallAsync<T>(Func<EtcdEndpoint, CallOptions, Task<T>> call, CancellationToken cancellationToken)
    {
        EtcdEndpoint[] endpoints = Endpoints();
        List<string> failures = [];
        int first = Volatile.Read(ref _preferred);
        for (int i = 0; i < endpoints.Length; i++)
        {
            int index = (first + i) % endpoints.Length;
            try
            {
                T answer = await AskAsync(endpoints[index], call, cancellationToken);
                Volatile.Write(ref _preferred, index);
                return answer;
            }
            catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add($"{endpoints[index].Address}: {Describe(e)}");
                if (e.StatusCode is not (StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown))
                    break;
            }
            catch (RpcException)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }

        throw new CoordinationUnavailableException($"etcd cannot be used: {string.Join("; ", failures)}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_endpoints.IsValueCreated)
            return;
        foreach (EtcdEndpoint endpoint in _endpoints.Value)
            endpoint.Dispose();
    }

    private EtcdEndpoint[] Endpoints()
    {
        try
        {
            return _endpoints.Value;
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new CoordinationUnavailableException($"the certificates for etcd cannot be used: {e.Message}", e);
        }
    }

    private async Task<T> AskAsync<T>(EtcdEndpoint endpoint, Func<EtcdEndpoint, CallOptions, Task<T>> call, CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = new(_options.CallBound, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        if (_options.User is null)
            return await call(endpoint, new(cancellationToken: either.Token));
        for (bool again = endpoint.Token is not null; ; again = false)
        {
            endpoint.Token ??= await LogInAsync(endpoint, either.Token);
            try
            {
                return await call(endpoint, new(new Metadata { { "token", endpoint.Token } }, cancellationToken: either.Token));
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unauthenticated && again)
            {
                // Tokens lapse after five minutes, and with the member that gave them.
                endpoint.Token = null;
            }
        }
    }

    private async Task<string> LogInAsync(EtcdEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            using StreamReader file = new(_options.PasswordFile!);
            string password = await file.ReadLineAsync(cancellationToken) ?? "";
            return (await endpoint.Users.AuthenticateAsync(
                new AuthenticateRequest { Name = _options.User, Password = password }, cancellationToken: cancellationToken)).Token;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CoordinationUnavailableException($"the password for etcd cannot be read: {e.Message}", e);
        }
    }

    private static string Describe(RpcException error) => error.StatusCode == StatusCode.Cancelled
        ? "no answer in time"
        : error.Status.DebugException?.GetBaseException().Message is { } cause && error.StatusCode == StatusCode.Unavailable ? cause : error.Status.Detail;
}
