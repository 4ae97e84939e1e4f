namespace ShadowMig.Native;

/// <summary>Something that libvirt told by itself.</summary>
/// <param name="At">When this process heard of it.</param>
public abstract record LibvirtEvent(DateTimeOffset At);

/// <summary>A domain changed its life's state; numbers are virDomainEventType and its details.</summary>
public sealed record LifecycleEvent(DateTimeOffset At, string DomainName, Guid DomainUuid, DomainLifecycle Type, int Detail) : LibvirtEvent(At);

/// <summary>A migration began round <paramref name="Iteration"/>.</summary>
public sealed record MigrationIterationEvent(DateTimeOffset At, string DomainName, Guid DomainUuid, int Iteration) : LibvirtEvent(At);

/// <summary>A job completed; its statistics come with the event.</summary>
public sealed record JobCompletedEvent(DateTimeOffset At, string DomainName, Guid DomainUuid, DomainJobStatistics Statistics) : LibvirtEvent(At);

/// <summary>The connection was lost; the number is virConnectCloseReason.</summary>
public sealed record ConnectionClosedEvent(DateTimeOffset At, int Reason) : LibvirtEvent(At);
