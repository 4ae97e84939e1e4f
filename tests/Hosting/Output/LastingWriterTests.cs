using Moq;
using ShadowMig.Hosting.Output;

namespace ShadowMig.Hosting.Tests.Output;

public sealed class LastingWriterTests
{
    [Test]
    public void Write_AllGoesWell_PassesEverythingOn()
    {
        using StringWriter inner = new() { NewLine = "\n" };
        using LastingWriter writer = new(inner);

        writer.Write('a');
        writer.Write("b");
        writer.Write("cd".AsSpan());
        writer.WriteLine("e");
        writer.WriteLine('f');
        writer.Flush();

        Assert.That((inner.ToString(), writer.Failure), Is.EqualTo(("abcde\nf\n", (string?)null)));
    }

    [Test]
    public void Write_DiskIsFull_LeavesItOutAndRemembersWhyForTheFirstTime()
    {
        Mock<TextWriter> inner = new();
        inner.SetupSequence(w => w.WriteLine("lost")).Throws(new IOException("No space left on device")).Throws(new IOException("Input/output error"));
        inner.Setup(w => w.Flush()).Throws(new IOException("Input/output error"));
        using LastingWriter writer = new(inner.Object);

        writer.WriteLine("lost");
        writer.WriteLine("lost");
        writer.Flush();
        writer.WriteLine("there is room again");

        Assert.That(writer.Failure, Is.EqualTo("No space left on device"));
        inner.Verify(w => w.WriteLine("there is room again"), Times.Once);
    }

    [Test]
    public void Write_MistakeOfOurs_IsThrown()
    {
        Mock<TextWriter> inner = new();
        inner.Setup(w => w.Write("x")).Throws(new ObjectDisposedException("inner"));
        using LastingWriter writer = new(inner.Object);

        Assert.That(() => writer.Write("x"), Throws.TypeOf<ObjectDisposedException>());
    }
}
