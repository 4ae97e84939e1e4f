using ShadowMig.Driver.Detection;

namespace ShadowMig.Driver.Selection;

/// <summary>Forecasts of hosts as they are and as they would be.</summary>
internal static class ForecastView
{
    /// <summary>The forecast of a host with the guests that it has.</summary>
    public static LoadForecast Forecast(this HostLoad host, ForecastSettings settings) =>
        LoadForecast.Of(host.Load, UnknownVariance(host, settings), settings);

    /// <summary>The forecast of a host with one more guest.</summary>
    public static LoadForecast ForecastWith(this HostLoad host, GuestLoad guest, ForecastSettings settings) => LoadForecast.Of(
        host.LoadWith(guest, stackalloc double[host.Window]),
        UnknownVariance(host, settings) + Square(guest.Capacity * settings.UnknownDeviation / host.Capacity),
        settings);

    /// <summary>The forecast of a guest alone, as a share of a host.</summary>
    public static LoadForecast Forecast(this GuestLoad guest, HostLoad host, ForecastSettings settings)
    {
        LoadForecast ofItself = LoadForecast.Of(new(guest.History.Span, guest.Demand / guest.Capacity), Square(settings.UnknownDeviation), settings);
        double share = guest.Capacity / host.Capacity;
        return new(ofItself.Mean * share, ofItself.Deviation * share);
    }

    private static double UnknownVariance(HostLoad host, ForecastSettings settings) =>
        host.SquaredCapacities * Square(settings.UnknownDeviation / host.Capacity);

    private static double Square(double value) => value * value;
}
