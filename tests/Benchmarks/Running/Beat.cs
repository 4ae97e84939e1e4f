namespace ShadowMig.Benchmarks.Running;

/// <summary>A sign of life as it was read from a console.</summary>
/// <param name="Timestamp">When, by <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="PagesWritten">The guest's count of its writes since it booted.</param>
internal readonly record struct Beat(long Timestamp, long PagesWritten);
