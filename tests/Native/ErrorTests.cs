using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests;

/// <summary>libvirt keeps the last error for each thread, and the next call on that thread wipes it.</summary>
public sealed class ErrorTests
{
    private const int Threads = 8;
    private const int FailuresEach = 500;

    [Test]
    public void Failures_OfManyThreadsAtOnce_EachGetTheirOwnMessage()
    {
        using ILibvirtConnection connection = TestDriver.Open();

        int[] mistaken = new int[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() => mistaken[thread] = Mistaken(connection, thread)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();

        Assert.That(mistaken, Is.All.Zero);
    }

    [Test]
    public void LastError_HandlesFreedInBetween_IsStillTheFailedCalls()
    {
        using ConnectHandle connection = OpenHandle();
        ConnectHandle otherConnection = OpenHandle();
        DomainHandle domain = Libvirt.virDomainLookupByName(otherConnection, "test");
        using DomainHandle failed = Libvirt.virDomainDefineXML(connection, "<nonsense/>");

        domain.Dispose();
        otherConnection.Dispose();

        LibvirtException error = NativeError.Take();
        Assert.That(error.Message, Does.Contain("nonsense"));
        Assert.That(error.Code, Is.EqualTo(LibvirtErrorCode.XmlError));
    }

    [Test]
    public void Exception_OfAFailedCall_HasCodeDomainLevelAndMessage()
    {
        using ILibvirtConnection connection = TestDriver.Open();

        LibvirtException error = Assert.Throws<LibvirtException>(() => connection.DefineDomain("<nonsense/>"))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Code, Is.EqualTo(LibvirtErrorCode.XmlError));
            Assert.That(error.Domain, Is.GreaterThan(0));
            Assert.That(error.Level, Is.EqualTo(LibvirtErrorLevel.Error));
            Assert.That(error.Message, Does.Contain("nonsense"));
        }
    }

    [Test]
    public void LastError_NothingFailed_SaysSo()
    {
        LibvirtException? error = null;
        var thread = new Thread(() => error = NativeError.Take());
        thread.Start();
        thread.Join();

        Assert.That(error!.Code, Is.EqualTo(LibvirtErrorCode.InternalError));
    }

    private static int Mistaken(ILibvirtConnection connection, int thread)
    {
        int mistaken = 0;
        for (int i = 0; i < FailuresEach; i++)
        {
            string element = $"t{thread}n{i}x";
            try
            {
                connection.DefineDomain($"<{element}/>").Dispose();
                mistaken++;
            }
            catch (LibvirtException error)
            {
                mistaken += error.Message.Contains(element, StringComparison.Ordinal) ? 0 : 1;
            }
        }

        return mistaken;
    }

    private static unsafe ConnectHandle OpenHandle()
    {
        using (TestDriver.Open())
            return Libvirt.virConnectOpenAuth(TestDriver.Uri, null, 0);
    }
}
