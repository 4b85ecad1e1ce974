using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// Saves and loads the networks that a model generates with, as safetensors in float32. After training in bfloat16, the
/// float32 originals that the optimizers keep are saved.
/// </summary>
public static class ModelWeights
{
    private const int MostListed = 3;

    /// <summary>
    /// Writes <see cref="TrainableModel.SamplingNetworks"/>. A tensor is named by its network, layer and parameter
    /// (<c>generator.0.weight</c>), as in a PyTorch state_dict.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="metadata">Text to store with the weights.</param>
    public static void SaveWeights(this TrainableModel model, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        using IDisposable exact = model.InFloat32();
        Save(model.SamplingNetworks, path, metadata);
    }

    /// <summary>
    /// Replaces the weights of <see cref="TrainableModel.SamplingNetworks"/> completely or, on an error, not at all.
    /// </summary>
    /// <param name="model">A model with the same networks as the one that was saved.</param>
    /// <param name="path">A file written by <see cref="SaveWeights"/>.</param>
    /// <exception cref="FileFormatException">The file is damaged, or belongs to other networks.</exception>
    public static void LoadWeights(this TrainableModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        using SafeTensors file = SafeTensorsFile.Read(path);
        using (model.InFloat32())
            Load(model.SamplingNetworks, file, path);
        if (model.Precision != ScalarType.Float32)
            model.ReplaceParameters(() => { }); // This rounds the weights anew.
    }

    /// <summary>Writes networks of any kind.</summary>
    internal static void Save(IReadOnlyList<NamedNetwork> networks, string path, IReadOnlyDictionary<string, string>? metadata)
    {
        using DisposeScope scope = NewDisposeScope();
        SafeTensorsFile.Write(path, State(networks), ForPyTorch(metadata));
    }

    /// <summary>Writes networks of any kind to a stream.</summary>
    internal static void Save(IReadOnlyList<NamedNetwork> networks, Stream stream, IReadOnlyDictionary<string, string>? metadata)
    {
        using DisposeScope scope = NewDisposeScope();
        SafeTensorsFile.Write(stream, State(networks), ForPyTorch(metadata));
    }

    /// <summary>Replaces the weights of networks of any kind completely or, on an error, not at all.</summary>
    internal static void Load(IReadOnlyList<NamedNetwork> networks, SafeTensors file, string path)
    {
        using DisposeScope scope = NewDisposeScope();
        Replace(State(networks), file, path);
    }

    /// <summary>Fills tensors with the values of a file, which must hold exactly these tensors.</summary>
    /// <param name="state">The tensors, and their names in the file.</param>
    /// <param name="file">The file with the values.</param>
    /// <param name="path">The name of the file in error messages.</param>
    internal static void Replace(IReadOnlyList<(string Name, Tensor Value)> state, SafeTensors file, string path)
    {
        List<OptionSentence> problems =
        [
            .. file
                .Tensors.Keys.Except(state.Select(entry => entry.Name))
                .Select(name => OptionSentence.Of($"'{name}' is unknown to the model")),
        ];
        foreach ((string name, Tensor value) in state)
        {
            if (!file.Tensors.TryGetValue(name, out Tensor? saved))
                problems.Add(Missing(name));
            else if (!saved.shape.SequenceEqual(value.shape))
                problems.Add(OtherShape(name, saved.shape, value.shape));
            else if (saved.dtype != value.dtype)
                problems.Add($"'{name}' is {saved.dtype}, but the model has {value.dtype}");
        }

        if (problems.Count > 0)
        {
            throw new FileFormatException(
                $"{path} holds the weights of another model: {Some(problems)}. Choose the file of this model's run. If this is "
                    + $"already the right file, it comes from a version of Figment that builds the model differently: train the "
                    + $"model again."
            );
        }

        using IDisposable noGradients = no_grad();
        foreach ((string name, Tensor value) in state)
            value.copy_(file.Tensors[name]);
    }

    /// <summary>Says that a file lacks a tensor of the model.</summary>
    internal static OptionSentence Missing(string name) => OptionSentence.Of($"'{name}' is missing");

    /// <summary>Says that a tensor has one shape in a file and another in the model.</summary>
    internal static OptionSentence OtherShape(string name, IEnumerable<long> saved, IEnumerable<long> model) =>
        OptionSentence.Of($"'{name}' is [{string.Join(", ", saved)}], but the model has [{string.Join(", ", model)}]");

    /// <summary>Lists the first three problems, and says how many more there are.</summary>
    internal static OptionSentence Some(IReadOnlyList<OptionSentence> problems)
    {
        OptionSentence all = OptionSentence.Joined("list.semicolon", problems.Take(MostListed));
        return problems.Count > MostListed ? OptionSentence.Of($"{all}; and {problems.Count - MostListed} more") : all;
    }

    internal static List<(string Name, Tensor Value)> State(IReadOnlyList<NamedNetwork> networks) =>
        [
            .. networks.SelectMany(network =>
                network.Module.state_dict().Select(entry => ($"{network.Name}.{entry.Key}", entry.Value))
            ),
        ];

    private static Dictionary<string, string> ForPyTorch(IReadOnlyDictionary<string, string>? metadata) =>
        new(metadata ?? new Dictionary<string, string>()) { ["format"] = "pt" };
}
