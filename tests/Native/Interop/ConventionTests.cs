using System.Reflection;
using System.Runtime.InteropServices;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Interop;

/// <summary>Conventions of the binding that no compiler checks.</summary>
public sealed class ConventionTests
{
    private static readonly Assembly Binding = typeof(LibvirtConnector).Assembly;

    [Test]
    public void Types_OutsideTheSeam_AreInternal() =>
        Assert.That(Binding.GetExportedTypes().Where(type => type.Namespace != "ShadowMig.Native"), Is.Empty);

    [Test]
    public void Handles_All_AreSealed()
    {
        Type[] handles = [.. Binding.GetTypes().Where(type => type.IsSubclassOf(typeof(SafeHandle)))];

        Assert.That(handles, Is.Not.Empty);
        Assert.That(handles.Where(handle => !handle.IsSealed), Is.Empty);
    }

    [Test]
    public void PublicTypes_ThatAreNotInterfaces_CannotBeDerivedFromExceptTheEventsBase() =>
        Assert.That(
            Binding.GetExportedTypes().Where(type => type is { IsClass: true, IsSealed: false }),
            Is.EqualTo(new[] { typeof(LibvirtEvent) }));

    [Test]
    public void PublicMembers_All_ShowNeitherPointersNorHandles()
    {
        IEnumerable<Type> shown = Binding.GetExportedTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType));

        Assert.That(shown.Where(type => type.IsPointer || type == typeof(nint) || type.IsSubclassOf(typeof(SafeHandle))), Is.Empty);
    }

    [Test]
    public void Declarations_All_NameTheOneLibrary()
    {
        IEnumerable<string?> libraries = typeof(Libvirt).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(method => method.GetCustomAttribute<LibraryImportAttribute>()?.LibraryName ?? method.GetCustomAttribute<DllImportAttribute>()?.Value)
            .Where(library => library is not null)
            .Distinct();

        Assert.That(libraries, Is.EqualTo(new[] { "libvirt.so.0" }));
    }
}
