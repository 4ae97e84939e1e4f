namespace ShadowMig.Lab.Tests.Support;

/// <summary>Whether this machine's KVM creates virtual machines.</summary>
internal static class Kvm
{
    /// <summary>Skips the test, with the reason, where it does not.</summary>
    /// <param name="why">Why the test cannot do without.</param>
    public static async Task RequireAsync(string why)
    {
        if (!File.Exists("/dev/kvm"))
            Assert.Ignore($"{why}: this machine has no /dev/kvm");
        CommandResult result = await Command.RunAsync(TimeSpan.FromSeconds(20), "sh", "-c",
            "echo quit | timeout 10 qemu-system-x86_64 -accel kvm -machine none -nodefaults -display none -monitor stdio");
        if (result.ExitCode != 0)
            Assert.Ignore($"{why}: /dev/kvm is there but creates no virtual machine: {result.Error.Trim()}");
    }
}
