using ShadowMig.Driver.Migration;
using ShadowMig.Driver.Orchestration;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Page.Markup;

/// <summary>Small pieces that many parts of the page have.</summary>
internal static class PageText
{
    /// <summary>A moment, in UTC, for people and programs.</summary>
    public static Html At(DateTimeOffset time) => Html.Of(
        $"""<time datetime="{time.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)}">{HumanText.At(time)}</time>""");

    /// <summary>A state as a word in a coloured frame; the word says all.</summary>
    public static Html Badge(string word, Tone tone) => Html.Of($"""<span class="badge {ClassOf(tone)}">{word}</span>""");

    /// <summary>A share as a bar beside its number; a dash where it is unknown.</summary>
    /// <param name="share">0 to 1; more is drawn as a full bar.</param>
    public static Html Bar(double? share) => share is { } value && double.IsFinite(value)
        ? Html.Of($"""<span class="share"><svg class="bar" viewBox="0 0 60 10" preserveAspectRatio="none" aria-hidden="true"><rect width="60" height="10"/><rect class="part" width="{60 * Math.Clamp(value, 0, 1)}" height="10"/></svg> {HumanText.Ratio(Math.Round(value, 2))}</span>""")
        : Html.Text(HumanText.Unknown);

    /// <summary>Reasons, one below the other.</summary>
    public static Html Reasons(IReadOnlyList<ReasonDocument> reasons) => reasons.Count == 0
        ? Html.Empty
        : Html.Of($"""<ul class="reasons">{reasons.Select(reason => Html.Of($"<li>{reason.Message} <code>{reason.Code}</code></li>"))}</ul>""");

    /// <summary>A fact of a list of facts.</summary>
    public static Html Fact(string name, string value) => Fact(name, Html.Text(value));

    /// <inheritdoc cref="Fact(string, string)"/>
    public static Html Fact(string name, Html value) => Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    /// <summary>A link to a migration.</summary>
    public static Html Migration(string id) => Html.Of($"""<a href="/migrations/{Uri.EscapeDataString(id)}">{id}</a>""");

    /// <summary>A guest, linked to its page if it has one.</summary>
    public static Html Guest(DomainDocument guest, IReadOnlySet<Guid> withPage) => guest.Uuid is { } uuid && withPage.Contains(uuid)
        ? Html.Of($"""<a href="/guests/{uuid.ToString()}">{guest.Name}</a>""")
        : Html.Text(guest.Name);

    /// <summary>The host that a libvirt URI names; the whole URI when it names none.</summary>
    public static string Host(string uri) => LibvirtUri.Host(uri) ?? uri;

    /// <summary>How a result looks.</summary>
    public static Tone ToneOf(MigrationResult result) => result switch
    {
        MigrationResult.Completed => Tone.Good,
        MigrationResult.Cancelled => Tone.Caution,
        _ => Tone.Bad,
    };

    private static string ClassOf(Tone tone) => tone switch
    {
        Tone.Good => "good",
        Tone.Caution => "caution",
        Tone.Bad => "bad",
        _ => "plain",
    };
}
