using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchSharp;

namespace Figment.Tests.Architecture;

/// <summary>
/// A step never waits for a GPU: nothing that a step runs copies from memory that is not pinned, or reads a number. Checked in
/// the compiled code; <see cref="Training.FakeDeviceTests"/> runs steps on a device where reading a number is an error.
/// </summary>
public sealed class DeviceWaitTests
{
    private static readonly string[] Stepping =
    [
        "Figment.Data",
        "Figment.Models",
        "Figment.Networks",
        "Figment.Objectives",
        "Figment.Optimizers",
        "Figment.Training",
    ];

    /// <summary>Calls that wait, and why no step waits in them.</summary>
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["AdversarialModel.CheckFit"] = "once, when networks are put together",
        ["ClassMatch.Joined"] = "images that are read, before a training",
        ["DecoderWeights.Read"] = "a decoder that writes",
        ["GptNetwork.MoveAngles"] = "a network that moves",
        ["GridImages.Of"] = "indices, which are on the processor",
        ["ImageChannels.With"] = "images that are read, before a training",
        ["ImageDataset.InOrderOf"] = "a digest",
        ["ImageDataset.Labels"] = "all labels, for whoever asks for them",
        ["ImageSelection.Subset"] = "images that are chosen, before a training",
        ["LogMelGrid.On"] = "constants of sounds that are made",
        ["MeasureTotals.Sums"] = "a report",
        ["ModelStart.Take"] = "weights of another run",
        ["ModelState.FirstNotFinite"] = "a report",
        ["ModelState.HadFiniteGradients"] = "a report",
        ["ExportedWeights.IsFinite"] = "weights of a page that is opened",
        ["ModelState.Hash"] = "a comparison",
        ["ModelState.ShareState"] = "the beginning of a training by several processes",
        ["OnlineClusters.Begun"] = "the first images, until there is one for each cluster",
        ["OnlineClusters.Counts"] = "whoever asks",
        ["OnlineClusters.OfAll"] = "several processes, whose sums are made in the processor's memory",
        ["PhaseSearch.Blocks"] = "sounds that are made",
        ["PhaseSearch.Powers"] = "sounds that are made",
        ["PhaseSearch.Sounds"] = "sounds that are made",
        ["PhaseSearch.Windowed"] = "sounds that are made",
        ["PixelsInMemory.Move"] = "data that moves",
        ["PixelsOnDisk.Numbers"] = "indices, which are on the processor",
        ["SharedNormalization.Numbers"] = "several processes, whose sums are made in the processor's memory",
        ["SoundDataset.ClassNumbers"] = "all labels, for whoever asks for them",
        ["SoundDataset.Moved"] = "data that moves",
        ["SoundDataset.Values"] = "sounds that are read",
        ["SoundSamples.Of"] = "samples",
        ["TensorStart.Make"] = "weights of another run",
        ["TokenizerModule.Read"] = "a tokenizer that is read",
        ["VariationalBound.Penalty"] = "several processes, whose sums are made in the processor's memory",
        ["WeightSlot..ctor"] = "an optimizer that is made",
    };

    [Fact]
    public void Nothing_that_a_step_runs_waits_for_a_device()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(FigmentException).Assembly.Location);

        string[] waiting =
        [
            .. from type in module.GetTypes()
            where Array.Exists(Stepping, space => Outermost(type).Namespace.StartsWith(space, StringComparison.Ordinal))
            from method in type.Methods
            where method.HasBody && method.Body.Instructions.Any(Waits)
            select $"{Outermost(type).Name}.{NameOf(method)}",
        ];
        Assert.Empty(waiting.Distinct().Except(Allowed.Keys));
        Assert.Empty(Allowed.Keys.Except(waiting));
    }

    /// <summary>The method's name, for what the compiler makes of the method's lambdas.</summary>
    private static string NameOf(MethodDefinition method) => method.Name.Split('<', '>') is ["", string of, _] ? of : method.Name;

    private static TypeDefinition Outermost(TypeDefinition type) =>
        type.DeclaringType is TypeDefinition outer ? Outermost(outer) : type;

    private static bool Waits(Instruction instruction) =>
        instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Ldftn
        && instruction.Operand is MethodReference called
        && called.DeclaringType.FullName == "TorchSharp.torch/Tensor"
        && (
            called.Name is "cpu" or "cuda" or "item"
            || (called.Name == "to" && called.Parameters.Any(parameter => parameter.ParameterType.Name == nameof(torch.Device)))
        );
}
