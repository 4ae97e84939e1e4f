using ShadowMig.Native.Decoding;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native;

/// <content>Migration and its controls.</content>
public sealed unsafe partial class LibvirtDomain
{
    /// <inheritdoc/>
    public void Migrate(string destinationUri, MigrationRequest request)
    {
        ArgumentException.ThrowIfNullOrEmpty(destinationUri);
        ArgumentNullException.ThrowIfNull(request);
        using var parameters = new MigrationParameters(request);
        NativeResult.Check(Libvirt.virDomainMigrateToURI3(_handle, destinationUri, parameters.List, parameters.Count, (uint)request.Flags));
    }

    /// <inheritdoc/>
    public TimeSpan GetMigrationMaxDowntime()
    {
        NativeResult.Check(Libvirt.virDomainMigrateGetMaxDowntime(_handle, out ulong milliseconds, 0));
        return NativeUnits.Milliseconds(milliseconds);
    }

    /// <inheritdoc/>
    /// <remarks>Cut to whole milliseconds.</remarks>
    public void SetMigrationMaxDowntime(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        NativeResult.Check(Libvirt.virDomainMigrateSetMaxDowntime(_handle, (ulong)(limit.Ticks / TimeSpan.TicksPerMillisecond), 0));
    }

    /// <inheritdoc/>
    public ulong GetMigrationMaxSpeed(bool postCopy = false)
    {
        NativeResult.Check(Libvirt.virDomainMigrateGetMaxSpeed(_handle, out nuint mebibytesPerSecond, SpeedFlags(postCopy)));
        return mebibytesPerSecond;
    }

    /// <inheritdoc/>
    public void SetMigrationMaxSpeed(ulong mebibytesPerSecond, bool postCopy = false) =>
        NativeResult.Check(Libvirt.virDomainMigrateSetMaxSpeed(_handle, checked((nuint)mebibytesPerSecond), SpeedFlags(postCopy)));

    /// <inheritdoc/>
    public ulong GetCompressionCacheBytes()
    {
        NativeResult.Check(Libvirt.virDomainMigrateGetCompressionCache(_handle, out ulong bytes, 0));
        return bytes;
    }

    /// <inheritdoc/>
    public void SetCompressionCacheBytes(ulong bytes) =>
        NativeResult.Check(Libvirt.virDomainMigrateSetCompressionCache(_handle, bytes, 0));

    /// <inheritdoc/>
    public void StartPostCopy() => NativeResult.Check(Libvirt.virDomainMigrateStartPostCopy(_handle, 0));

    /// <inheritdoc/>
    /// <remarks>Aborting a job in post-copy needs libvirt 8.5; older ones answer <see cref="LibvirtErrorCode.NoSupport"/>.</remarks>
    public void AbortJob(bool postCopy = false)
    {
        if (!postCopy)
        {
            NativeResult.Check(Libvirt.virDomainAbortJob(_handle));
            return;
        }

        try
        {
            NativeResult.Check(Libvirt.virDomainAbortJobFlags(_handle, Libvirt.VIR_DOMAIN_ABORT_JOB_POSTCOPY));
        }
        catch (EntryPointNotFoundException)
        {
            throw new LibvirtException(
                LibvirtErrorCode.NoSupport, 0, LibvirtErrorLevel.Error, "This client library cannot abort a job in post-copy; it needs libvirt 8.5.");
        }
    }

    /// <inheritdoc/>
    public DomainJobInfo GetJobInfo()
    {
        NativeResult.Check(Libvirt.virDomainGetJobInfo(_handle, out virDomainJobInfo info));
        return new DomainJobInfo(
            (DomainJobType)info.type, NativeUnits.Milliseconds(info.timeElapsed), NativeUnits.Milliseconds(info.timeRemaining),
            info.dataTotal, info.dataProcessed, info.dataRemaining,
            info.memTotal, info.memProcessed, info.memRemaining);
    }

    /// <inheritdoc/>
    public DomainJobStatistics GetJobStatistics(bool completed = false, bool keep = true)
    {
        uint flags = (completed, keep) switch
        {
            (true, true) => Libvirt.VIR_DOMAIN_JOB_STATS_COMPLETED | Libvirt.VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED,
            (true, false) => Libvirt.VIR_DOMAIN_JOB_STATS_COMPLETED,
            _ => 0,
        };
        NativeResult.Check(Libvirt.virDomainGetJobStats(_handle, out int type, out virTypedParameter* parameters, out int count, flags));
        return JobStatisticsReader.Read((DomainJobType)type, TypedParameterReader.Take(parameters, count));
    }

    private static uint SpeedFlags(bool postCopy) => postCopy ? Libvirt.VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY : 0;
}
