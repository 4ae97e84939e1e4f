using ShadowMig.Benchmarks.Cells;
using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Policies;

/// <summary>How somebody other than ShadowMig migrates.</summary>
internal interface IPeerPolicy
{
    /// <summary>Name in records and tables.</summary>
    string Name { get; }

    /// <summary>How often it looks at the transfer.</summary>
    TimeSpan PollInterval { get; }

    /// <summary>Whether it means anything in this cell.</summary>
    bool AppliesTo(Cell cell);

    /// <summary>Limit of the pause that it starts with; null leaves libvirt's 300 ms.</summary>
    TimeSpan? InitialDowntime { get; }

    /// <summary>What it asks libvirt for, beyond a live peer-to-peer migration.</summary>
    MigrationRequest Request(Cell cell, MigrationFlags common);

    /// <summary>Begins a migration.</summary>
    IPolicySession Begin(Cell cell);
}
