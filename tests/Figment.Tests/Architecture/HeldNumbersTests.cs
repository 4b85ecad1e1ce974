using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchSharp;

namespace Figment.Tests.Architecture;

/// <summary>
/// Nothing here computes with a number that TorchSharp may free in the meantime (docs/design/native.md, <c>Scalar</c>): neither
/// one that it converts from a C# number nor one that TorchSharp makes internally, as <c>x + y</c> does for its α. Checked in the
/// compiled code.
/// </summary>
public sealed class HeldNumbersTests
{
    private const string Number = "TorchSharp.Scalar",
        Conversions = "TorchSharp.ScalarExtensionMethods";

    /// <summary>Our own class, the only one that makes them, because it holds them.</summary>
    private const string Holder = "Figment.Backend.Scalars";

    private static readonly Lazy<HashSet<string>> Unheld = new(() =>
        UnheldIn(ModuleDefinition.ReadModule(typeof(torch).Assembly.Location))
    );

    public static TheoryData<string> Assemblies() =>
        [
            .. Directory
                .EnumerateFiles(AppContext.BaseDirectory, "Figment*.dll")
                .Select(path => Path.GetFileName(path))
                .Where(name => !name.Contains("Tests", StringComparison.Ordinal)),
        ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_number_is_computed_with_that_nothing_holds(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly));

        string[] found =
        [
            .. from method in MethodsOf(module)
            where method.DeclaringType.FullName != Holder
            from called in Called(method)
            where IsNumber(called) || Unheld.Value.Contains(Key(called)) || Unheld.Value.Overlaps(WhatItRuns(called))
            select $"{method.FullName} calls {called.FullName}",
        ];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("TorchSharp.torch/Tensor TorchSharp.torch/Tensor::op_Addition(TorchSharp.torch/Tensor,TorchSharp.torch/Tensor)")]
    [InlineData("TorchSharp.torch/Tensor TorchSharp.Modules.BatchNorm::forward(TorchSharp.torch/Tensor)")]
    public void What_TorchSharp_does_itself_is_seen(string method) => Assert.Contains(method, Unheld.Value);

    [Fact]
    public void What_TorchSharp_holds_is_allowed() =>
        Assert.DoesNotContain(
            "TorchSharp.torch/Tensor TorchSharp.torch/nn/functional::softshrink(TorchSharp.torch/Tensor,System.Double)",
            Unheld.Value
        );

    /// <summary>Methods of TorchSharp that make a number and do not dispose it themselves, and all that call these.</summary>
    private static HashSet<string> UnheldIn(ModuleDefinition torchSharp)
    {
        using (torchSharp)
        {
            Dictionary<string, List<string>> callers = [];
            Queue<string> found = new();
            foreach (
                MethodDefinition method in MethodsOf(torchSharp)
                    .Where(method => method.DeclaringType.FullName is not (Number or Conversions))
            )
            {
                MethodReference[] called = [.. Called(method)];
                if (Array.Exists(called, IsNumber) && !Array.Exists(called, IsDisposal))
                    found.Enqueue(method.FullName);
                foreach (MethodReference own in called.Where(reference => reference.DeclaringType.Scope == torchSharp))
                {
                    if (!callers.TryGetValue(Key(own), out List<string>? known))
                        callers[Key(own)] = known = [];
                    known.Add(method.FullName);
                }
            }

            HashSet<string> all = [];
            while (found.TryDequeue(out string? next))
            {
                if (!all.Add(next) || !callers.TryGetValue(next, out List<string>? above))
                    continue;
                above.ForEach(found.Enqueue);
            }

            return all;
        }
    }

    private static IEnumerable<MethodDefinition> MethodsOf(ModuleDefinition module) =>
        module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    private static IEnumerable<MethodReference> Called(MethodDefinition method) =>
        method
            .Body.Instructions.Where(instruction =>
                instruction.OpCode.FlowControl == FlowControl.Call || instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn
            )
            .Select(instruction => instruction.Operand)
            .OfType<MethodReference>();

    /// <summary>Whether a call makes a number.</summary>
    private static bool IsNumber(MethodReference called) =>
        called.DeclaringType.FullName == Conversions
        || (
            called.DeclaringType.FullName == Number
            && (called.Name == ".ctor" || (called.Name == "op_Implicit" && called.ReturnType.FullName == Number))
        );

    private static bool IsDisposal(MethodReference called) =>
        called.Name == nameof(IDisposable.Dispose) && called.DeclaringType.FullName is Number or "System.IDisposable";

    /// <summary>The methods that later run in a layer or an optimizer that a call makes.</summary>
    private static IEnumerable<string> WhatItRuns(MethodReference called)
    {
        if (
            called.DeclaringType.Namespace is not "TorchSharp"
            && called.DeclaringType.DeclaringType?.Namespace is not "TorchSharp"
        )
            yield break;
        for (TypeDefinition? made = Made(called); made is not null; made = made.BaseType?.Resolve())
        {
            foreach (MethodDefinition method in made.Methods.Where(method => method.Name is "forward" or "step"))
                yield return method.FullName;
            if (made.BaseType is not { Namespace: "TorchSharp.Modules" })
                yield break;
        }
    }

    private static TypeDefinition? Made(MethodReference called) =>
        called.ReturnType.Namespace == "TorchSharp.Modules" ? called.ReturnType.Resolve() : null;

    private static string Key(MethodReference called) => called.GetElementMethod().FullName;
}
