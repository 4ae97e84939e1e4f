using System.Reflection;
using ShadowMig.Native.Events;
using ShadowMig.Native.Interop;

namespace ShadowMig.Native.Tests.Api;

/// <summary>Each declared function is libvirt's own.</summary>
public sealed class FunctionTests
{
    private static IEnumerable<MethodInfo> Declared =>
        typeof(Libvirt).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(method => method.Name.StartsWith("vir", StringComparison.Ordinal));

    private static IEnumerable<TestCaseData> DeclaredNames => Declared.Select(method => new TestCaseData(method.Name));

    [Test]
    public void Interop_AsAWhole_DeclaresTheFunctionsOfTheIssue() => Assert.That(Declared.Count(), Is.GreaterThan(60));

    [TestCaseSource(nameof(DeclaredNames))]
    public void Function_Declared_HasTheSignatureOfTheApiDescription(string name)
    {
        MethodInfo method = Declared.Single(candidate => candidate.Name == name);
        CFunction? function = LibvirtApi.Load().Function(name);

        Assert.That(function, Is.Not.Null, "libvirt has no such function");
        Type[] parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        Assert.That(parameters, Has.Length.EqualTo(function.Parameters.Count), string.Join(", ", function.Parameters));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(CType.Fits(function.Return, method.ReturnType), $"returns {method.ReturnType}, in C {function.Return}");
            for (int i = 0; i < parameters.Length; i++)
                Assert.That(CType.Fits(function.Parameters[i], parameters[i]), $"parameter {i} is {parameters[i]}, in C {function.Parameters[i]}");
        }
    }

    [TestCase("OnLifecycle", "virConnectDomainEventCallback")]
    [TestCase("OnMigrationIteration", "virConnectDomainEventMigrationIterationCallback")]
    [TestCase("OnJobCompleted", "virConnectDomainEventJobCompletedCallback")]
    [TestCase("OnClosed", "virConnectCloseFunc")]
    public void Callback_Implemented_HasTheSignatureOfTheApiDescription(string name, string callback)
    {
        MethodInfo method = typeof(EventCallbacks).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
        CFunction? function = LibvirtApi.Load().FunctionType(callback);

        Assert.That(function, Is.Not.Null);
        Type[] parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        Assert.That(parameters, Has.Length.EqualTo(function.Parameters.Count));
        Assert.That(CType.Fits(function.Return, method.ReturnType), $"returns {method.ReturnType}, in C {function.Return}");
        for (int i = 0; i < parameters.Length; i++)
            Assert.That(CType.Fits(function.Parameters[i], parameters[i]), $"parameter {i} is {parameters[i]}, in C {function.Parameters[i]}");
    }
}
