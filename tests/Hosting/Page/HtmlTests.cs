using ShadowMig.Hosting.Page.Markup;

namespace ShadowMig.Hosting.Tests.Page;

public sealed class HtmlTests
{
    [Test]
    public void Of_StringInAHole_IsEncodedForTextAndAttributes()
    {
        const string text = "\"'<&> é";
        Assert.That(
            Html.Of($"""<p title="{text}">{text}</p>""").ToString(),
            Is.EqualTo("""<p title="&quot;&#x27;&lt;&amp;&gt; é">&quot;&#x27;&lt;&amp;&gt; é</p>"""));
    }

    [Test]
    public void Of_MarkupInAHole_StaysAsItIs()
    {
        Html item = Html.Of($"<li>{"<"}</li>");
        Assert.That(Html.Of($"<ul>{item}{(Html[])[item, item]}</ul>").ToString(), Is.EqualTo("<ul><li>&lt;</li><li>&lt;</li><li>&lt;</li></ul>"));
    }

    [Test]
    public void Of_Numbers_AreWrittenForPrograms() =>
        Assert.That(Html.Of($"{1234567} {0.123456} {-2.5}").ToString(), Is.EqualTo("1234567 0.1235 -2.5"));

    [Test]
    public void Of_LineBreakInText_CannotEndAnEventsLine() => Assert.That(Html.Text("a\nb\r").ToString(), Does.Not.Contain("\n").And.Not.Contain("\r"));

    [Test]
    public void Empty_IsNothing() => Assert.That(Html.Of($"{Html.Empty}{null as string}").ToString(), Is.Empty);
}
