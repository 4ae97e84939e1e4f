using ShadowMig.Native;

namespace ShadowMig.Benchmarks.Running;

/// <summary>Labs by suite, brought up when first needed, taken down together.</summary>
internal sealed class LabPool(string prefix, ILibvirtConnector connector) : IAsyncDisposable
{
    private readonly Dictionary<string, BenchLab> _labs = [];
    private readonly List<BenchLab> _all = [];

    public async Task<BenchLab> GetAsync(string suite)
    {
        if (!_labs.TryGetValue(suite, out BenchLab? lab))
            _all.Add(_labs[suite] = lab = await BenchLab.UpAsync(prefix, suite, connector));
        return lab;
    }

    /// <summary>Brings this kind of lab up anew when it is needed next: something in it broke.</summary>
    public void Distrust(string suite) => _labs.Remove(suite);

    public async ValueTask DisposeAsync()
    {
        foreach (BenchLab lab in _all)
            await lab.DisposeAsync();
    }
}
