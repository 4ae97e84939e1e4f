using Microsoft.Extensions.Logging;

namespace ShadowMig.Driver.Monitoring;

internal sealed partial class GuestStatisticsReader
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Bulk statistics did not come back within their bound (attempt {Attempt}): a guest's QEMU may hang")]
    private partial void LogBulkCallHung(int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guest {Guest} does not answer; asking again in {Wait}")]
    private partial void LogGuestHung(string guest, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Statistics of guest {Guest} failed: {Error}")]
    private partial void LogGuestFailed(string guest, string error);
}
