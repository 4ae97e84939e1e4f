namespace ShadowMig.Driver.Model;

/// <summary>What XBZRLE would make of the pages that changed, found by encoding sampled ones (QEMU migration/xbzrle.c).</summary>
/// <param name="Bytes">Mean size of an encoded page, of those that came out smaller than a page.</param>
/// <param name="OverflowRatio">Share of changed pages whose delta is no smaller than the page, so that it is sent whole; 0 to 1.</param>
public readonly record struct PageDelta(double Bytes, double OverflowRatio);
