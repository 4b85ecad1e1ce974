using System.Text.Json.Serialization;
using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>Which weights a model took over from another model before training, and which it initialised anew.</summary>
public sealed class ModelStart
{
    [JsonConstructor]
    internal ModelStart(
        string sha256,
        long taken,
        long numbers,
        IReadOnlyList<string> anew,
        IReadOnlyList<AdaptedTensor>? adapted = null,
        IReadOnlyList<string>? keptClasses = null,
        IReadOnlyList<string>? newClasses = null
    )
    {
        (Sha256, Taken, Numbers, Anew) = (sha256, taken, numbers, anew);
        (Adapted, KeptClasses, NewClasses) = (adapted ?? [], keptClasses ?? [], newClasses ?? []);
    }

    /// <summary>The SHA-256 of the weights file, in lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>How many parameters were taken over, including those of <see cref="Adapted"/>.</summary>
    public long Taken { get; }

    /// <summary>How many parameters the model has.</summary>
    public long Numbers { get; }

    /// <summary>
    /// The names of tensors that were initialised anew because the file does not contain them, or contains them in another shape
    /// whose indices have no meaning in this model.
    /// </summary>
    public IReadOnlyList<string> Anew { get; }

    /// <summary>The tensors that were adapted from tensors with a partly different meaning.</summary>
    public IReadOnlyList<AdaptedTensor> Adapted { get; }

    /// <summary>The classes that both models know and whose weights were taken over by name; empty without classes.</summary>
    public IReadOnlyList<string> KeptClasses { get; }

    /// <summary>
    /// The classes that the other model does not know. At first, the model treats images of these classes like images without a
    /// class.
    /// </summary>
    public IReadOnlyList<string> NewClasses { get; }

    /// <summary>
    /// Copies the weights of another model of the same family into an untrained model, for tensors whose names and shapes match
    /// or whose axes both models describe (<see cref="TrainableModel.Axes"/>).
    /// </summary>
    /// <param name="model">An untrained model in float32.</param>
    /// <param name="other">A model built like the other one; its own weights are not read.</param>
    /// <param name="path">
    /// A file that <see cref="ModelState.SaveState"/> or <see cref="ModelWeights.SaveWeights"/> wrote for the other model.
    /// </param>
    /// <param name="classes">How the classes of the two models correspond.</param>
    /// <exception cref="FileFormatException">The file is damaged, or nothing in it fits.</exception>
    internal static ModelStart Take(TrainableModel model, TrainableModel other, string path, StartClasses classes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(other);
        string sha256 = Storage.Sha256(path);
        using SafeTensors file = SafeTensorsFile.Read(path);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        ILookup<string, TensorAxis> here = model.Axes.ToLookup(axis => axis.Tensor);
        ILookup<string, TensorAxis> there = other.Axes.ToLookup(axis => axis.Tensor);
        IReadOnlyDictionary<string, string> originals = ModelState.OriginalNames(other);
        Tensor? Saved(string name) =>
            file.Tensors.GetValueOrDefault(originals.GetValueOrDefault(name, name)) ?? file.Tensors.GetValueOrDefault(name);
        long taken = 0,
            numbers = 0;
        List<string> anew = [];
        List<AdaptedTensor> adapted = [];
        foreach (NamedNetwork network in model.Networks)
        {
            List<(string Name, Tensor Value)> state = ModelWeights.State([network]);
            string from = SourceOf(network.Name, state, file, here);
            foreach ((string name, Tensor value) in state)
            {
                using DisposeScope each = NewDisposeScope();
                numbers += value.numel();
                string source = from + name[network.Name.Length..];
                if (Made(value, Saved(source), there[source], here[name], classes) is not TensorStart.Result made)
                {
                    anew.Add(name);
                    continue;
                }

                value.copy_(made.Known.all().item<bool>() ? made.Values : where(made.Known, made.Values.to(value.dtype), value));
                taken += made.Known.sum().item<long>();
                if (made.Differences.Count > 0)
                    adapted.Add(new AdaptedTensor(name, made.Differences));
            }
        }

        bool KnowsClasses(TrainableModel one) =>
            one.Axes.Any(axis => axis.Parts.Any(part => part is ConditionPart { HasNames: true, Count: > 0 }));
        IReadOnlyList<string> kept = [],
            begun = [];
        if (KnowsClasses(model))
            (kept, begun) = KnowsClasses(other) ? (classes.Kept, classes.New) : ([], [.. classes.Kept, .. classes.New]);
        return taken > 0
            ? new ModelStart(sha256, taken, numbers, anew, adapted, kept, begun)
            : throw new FileFormatException(
                $"Nothing in {path} fits the model: no tensor has the same name and shape. Start from a run of the same preset "
                    + $"whose options are closer to these."
            );
    }

    private static TensorStart.Result? Made(
        Tensor value,
        Tensor? saved,
        IEnumerable<TensorAxis> there,
        IEnumerable<TensorAxis> here,
        StartClasses classes
    )
    {
        if (saved is not null)
            return TensorStart.Make(saved.to(value.dtype), there, value.shape, here, classes);

        // A model without classes has no tensor for them. Zeros have no effect at first, so the new model starts out like that
        // one.
        bool isOfClasses = here.Any(axis => axis.Parts.All(part => part is ConditionPart));
        return isOfClasses ? new TensorStart.Result(zeros_like(value), ones_like(value, ScalarType.Bool), ["classes"]) : null;
    }

    /// <summary>
    /// Finds the network in the file from which a network takes its weights: the one with the same name. A file for generation
    /// may hold only the network's average, which has the same layers; in that case, the average is used.
    /// </summary>
    private static string SourceOf(
        string network,
        List<(string Name, Tensor Value)> state,
        SafeTensors file,
        ILookup<string, TensorAxis> axes
    )
    {
        string[] there = [.. file.Tensors.Keys.Select(key => key.Split('.')[0]).Distinct()];
        string[] layers =
        [
            .. state
                .Where(entry => !axes[entry.Name].Any(axis => axis.Parts.All(part => part is ConditionPart)))
                .Select(entry => entry.Name[network.Length..]),
        ];
        bool HasAll(string other) => Array.TrueForAll(layers, layer => file.Tensors.ContainsKey(other + layer));
        return there.Contains(network) ? network : there.FirstOrDefault(HasAll) ?? network;
    }
}
