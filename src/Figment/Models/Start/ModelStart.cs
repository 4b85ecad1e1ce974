using System.Text.Json.Serialization;
using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>What a model took over of another one's weights before it began to learn, and what it began anew.</summary>
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

    /// <summary>The SHA-256 of the file of weights, in small letters.</summary>
    public string Sha256 { get; }

    /// <summary>Numbers that were taken over, those of <see cref="Adapted"/> too.</summary>
    public long Taken { get; }

    /// <summary>Numbers that the model has.</summary>
    public long Numbers { get; }

    /// <summary>
    /// The tensors that were begun anew, by name: they are not in the file, or of another shape there whose places mean nothing
    /// here.
    /// </summary>
    public IReadOnlyList<string> Anew { get; }

    /// <summary>The tensors that were made of such as mean something else at some places.</summary>
    public IReadOnlyList<AdaptedTensor> Adapted { get; }

    /// <summary>The classes that both models know, whose weights were taken over by name; empty without classes.</summary>
    public IReadOnlyList<string> KeptClasses { get; }

    /// <summary>The classes that the other model does not know, which begin as a class of which nothing is known.</summary>
    public IReadOnlyList<string> NewClasses { get; }

    /// <summary>
    /// Gives a model that has not begun to learn the weights of another one of its family: where name and shape are the same, and
    /// where both say what the places of a tensor stand for (<see cref="TrainableModel.Axes"/>).
    /// </summary>
    /// <param name="model">A model in float32.</param>
    /// <param name="other">A model as the other one was built; its own weights are not read.</param>
    /// <param name="path">
    /// A file of the other one's <see cref="ModelState.SaveState"/> or <see cref="ModelWeights.SaveWeights"/>.
    /// </param>
    /// <param name="classes">How the classes of both belong together.</param>
    /// <exception cref="FileFormatException">The file is damaged, or nothing of it fits.</exception>
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
                $"Nothing in {path} fits the model: no tensor has the same name and shape. "
                    + "Begin from a run of the same preset with options that are more alike."
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

        // A model without classes has no tensor for them. With zeros they say nothing at first, as there.
        bool isOfClasses = here.Any(axis => axis.Parts.All(part => part is ConditionPart));
        return isOfClasses ? new TensorStart.Result(zeros_like(value), ones_like(value, ScalarType.Bool), ["classes"]) : null;
    }

    /// <summary>
    /// The network of the file whose weights a network takes: that of its name. A file for generation may hold its average alone,
    /// which is one of the same layers, and then that.
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
