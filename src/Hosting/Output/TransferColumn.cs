using Spectre.Console;
using Spectre.Console.Rendering;

namespace ShadowMig.Hosting.Output;

/// <summary>The column beside the bar: rate, remaining, time to go.</summary>
internal sealed class TransferColumn : ProgressColumn
{
    private volatile string _text = "";

    /// <summary>What it shows.</summary>
    public string Text
    {
        get => _text;
        set => _text = value;
    }

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(_text);
}
