using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ShadowMig.Hosting.Page.Markup;

/// <summary>
/// Interpolated strings as markup: literal text stays, strings in holes are encoded for text and quoted attributes, markup in
/// holes stays. Nothing else fits into a hole, so that nothing gets in unencoded.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _markup;

    /// <summary>Called by the compiler.</summary>
    public HtmlTemplate(int literalLength, int formattedCount) => _markup = new(literalLength + (formattedCount * 16));

    /// <summary>Called by the compiler: text between the holes.</summary>
    public void AppendLiteral(string text) => _markup.Append(text);

    /// <summary>Encodes.</summary>
    public void AppendFormatted(string? text) => _markup.Append(Encoder.Encode(text ?? ""));

    /// <summary>Takes markup over.</summary>
    public void AppendFormatted(Html markup) => _markup.Append(markup.ToString());

    /// <summary>Takes markup over, one after the other.</summary>
    public void AppendFormatted(IEnumerable<Html> markup) => _markup.Append(Html.Join(markup).ToString());

    /// <summary>A whole number.</summary>
    public void AppendFormatted(int number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");

    /// <summary>A coordinate or a share, to four places.</summary>
    public void AppendFormatted(double number) => _markup.Append(number.ToString("0.####", CultureInfo.InvariantCulture));

    /// <summary>All of it.</summary>
    public string ToMarkup() => _markup.ToString();
}
