using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// Saves a model's networks for generation as safetensors, and loads them again: in float32, of a training in bfloat16 the
/// originals that its optimizers keep.
/// </summary>
public static class ModelWeights
{
    /// <summary>
    /// Writes <see cref="TrainableModel.SamplingNetworks"/>. Names are network, layer and parameter
    /// (<c>generator.0.weight</c>), as in a PyTorch state_dict.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="metadata">Text to keep with the weights.</param>
    public static void SaveWeights(this TrainableModel model, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        using IDisposable exact = model.InFloat32();
        Save(model.SamplingNetworks, path, metadata);
    }

    /// <summary>
    /// Replaces the weights of <see cref="TrainableModel.SamplingNetworks"/>; all of them or, on an error, none.
    /// </summary>
    /// <param name="model">A model with the same networks as the one that was saved.</param>
    /// <param name="path">A file of <see cref="SaveWeights"/>.</param>
    /// <exception cref="FileFormatException">The file is damaged, or belongs to other networks.</exception>
    public static void LoadWeights(this TrainableModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        using SafeTensors file = SafeTensorsFile.Read(path);
        using (model.InFloat32())
            Load(model.SamplingNetworks, file, path);
        if (model.Precision != ScalarType.Float32)
            model.ReplaceParameters(() => { }); // which are rounded anew
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

    /// <summary>Replaces the weights of networks of any kind; all of them or, on an error, none.</summary>
    internal static void Load(IReadOnlyList<NamedNetwork> networks, SafeTensors file, string path)
    {
        using DisposeScope scope = NewDisposeScope();
        Replace(State(networks), file, path);
    }

    /// <summary>Gives tensors the values of a file, which must hold these and no others.</summary>
    /// <param name="state">The tensors and their names in the file.</param>
    /// <param name="file">The values.</param>
    /// <param name="path">What to call the file in errors.</param>
    internal static void Replace(IReadOnlyList<(string Name, Tensor Value)> state, SafeTensors file, string path)
    {
        List<string> problems =
        [
            .. file.Tensors.Keys.Except(state.Select(entry => entry.Name)).Select(name => $"'{name}' is unknown to the model"),
        ];
        foreach ((string name, Tensor value) in state)
        {
            if (!file.Tensors.TryGetValue(name, out Tensor? saved))
                problems.Add($"'{name}' is missing");
            else if (!saved.shape.SequenceEqual(value.shape))
                problems.Add($"'{name}' is [{string.Join(", ", saved.shape)}], the model has [{string.Join(", ", value.shape)}]");
            else if (saved.dtype != value.dtype)
                problems.Add($"'{name}' is {saved.dtype}, the model has {value.dtype}");
        }

        if (problems.Count > 0)
        {
            string more = problems.Count > 3 ? $"; and {problems.Count - 3} more" : "";
            throw new FileFormatException(
                $"{path} holds the weights of another model: {string.Join("; ", problems.Take(3))}{more}. Choose "
                    + $"the file of this model's run. If it is that file, another version of Figment built the model "
                    + $"differently: train it again."
            );
        }

        using IDisposable noGradients = no_grad();
        foreach ((string name, Tensor value) in state)
            value.copy_(file.Tensors[name]);
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
