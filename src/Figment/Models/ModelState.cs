using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Figment.Backend;
using Figment.Formats;
using Figment.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// Saves everything that a model needs to continue learning as if it had never stopped: its networks, its weight averages, and
/// the state of its optimizers.
/// </summary>
internal static class ModelState
{
    private const string Checksum = "sha256";

    /// <summary>Writes the state as safetensors. An existing file is replaced only when the new one is complete.</summary>
    /// <param name="model">The model, between two steps.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="metadata">Text to store with the state.</param>
    /// <exception cref="IOException">The disk is full, or the folder does not exist.</exception>
    public static void SaveState(this TrainableModel model, string path, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        List<(string Name, Tensor Value)> state = State(model);
        SafeTensorsFile.Write(path, state, new Dictionary<string, string>(metadata) { [Checksum] = Hash(state, metadata) });
    }

    /// <summary>Replaces the state completely or, on an error, not at all.</summary>
    /// <param name="model">A model with the same structure and precision as the saved one.</param>
    /// <param name="path">A file written by <see cref="SaveState"/>.</param>
    /// <returns>The text stored with the state.</returns>
    /// <exception cref="FileFormatException">The file is damaged, or belongs to another model.</exception>
    public static IReadOnlyDictionary<string, string> LoadState(this TrainableModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        using SafeTensors file = SafeTensorsFile.Read(path);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        List<(string Name, Tensor Value)> state = State(model);
        for (int i = 0; i < model.Optimizers.Count; i++)
        {
            // The step count may be one number in the file and several in the model, or the other way round.
            int at = state.FindIndex(entry => entry.Name == NameOf(i, FusedAdam.StepName));
            if (file.Tensors.TryGetValue(state[at].Name, out Tensor? t) && model.Optimizers[i].CanGoOnFrom(t))
                state[at] = (state[at].Name, empty_like(t));
        }

        if (
            state.TrueForAll(entry => file.Tensors.ContainsKey(entry.Name))
            && file.Metadata.TryGetValue(Checksum, out string? saved)
            && saved != Hash([.. state.Select(entry => (entry.Name, file.Tensors[entry.Name]))], file.Metadata)
        )
            throw new FileFormatException($"{path} is damaged: its contents do not match their SHA-256.");
        ModelWeights.Replace(state, file, path);
        for (int i = 0; i < model.Optimizers.Count; i++)
            model.Optimizers[i].GoOnFrom(file.Tensors[NameOf(i, FusedAdam.StepName)]);
        return file.Metadata;
    }

    /// <summary>
    /// Maps the names of weights to the names of their float32 originals in a saved state, which contains them if the model
    /// computed in bfloat16.
    /// </summary>
    internal static IReadOnlyDictionary<string, string> OriginalNames(TrainableModel model)
    {
        Dictionary<Parameter, string> names = new(ReferenceEqualityComparer.Instance);
        foreach (NamedNetwork network in model.Networks)
        {
            foreach ((string name, Parameter weight) in network.Module.named_parameters())
                names.TryAdd(weight, $"{network.Name}.{name}");
        }

        Dictionary<string, string> originals = [];
        for (int i = 0; i < model.Optimizers.Count; i++)
        {
            foreach ((int index, Parameter weight) in model.Optimizers[i].Parameters.Index())
                if (names.TryGetValue(weight, out string? name))
                    originals[name] = NameOf(i, FusedAdam.OriginalName(index));
        }

        return originals;
    }

    /// <summary>
    /// Returns the name of the first tensor in the state with a value that is not finite; null if all values are finite.
    /// </summary>
    /// <param name="model">The model.</param>
    public static string? FirstNotFinite(this TrainableModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        foreach ((string name, Tensor value) in State(model))
            if (value.is_floating_point() && !value.isfinite().all().item<bool>())
                return name;
        return null;
    }

    /// <summary>
    /// Whether every gradient so far was finite, according to the optimizers' state. This waits for the device once and does not
    /// check the weights, which finite gradients keep finite.
    /// </summary>
    internal static bool HadFiniteGradients(this TrainableModel model)
    {
        if (model.Optimizers.Count == 0)
            return true;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        return float.IsFinite(stack(model.Optimizers.Select(optimizer => optimizer.SquareSum())).sum().item<float>());
    }

    /// <summary>Computes a SHA-256 hash over text and values, so that a flipped bit on disk is noticed.</summary>
    private static string Hash(IReadOnlyList<(string Name, Tensor Value)> state, IReadOnlyDictionary<string, string> metadata)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (
            (string key, string text) in metadata
                .Where(entry => entry.Key != Checksum)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        )
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}={text}\n"));
        foreach ((_, Tensor value) in state)
        {
            using DisposeScope scope = NewDisposeScope();
            hash.AppendData(value.detach().cpu().contiguous().bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Copies the state of process 0 to the models of all processes.</summary>
    /// <param name="model">A model with the same structure in each process.</param>
    /// <param name="group">The processes that train together.</param>
    internal static void ShareState(this TrainableModel model, ITrainingGroup group)
    {
        if (group.Size == 1)
            return;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        HashSet<string> counted = [.. model.Optimizers.Select((_, i) => NameOf(i, FusedAdam.StepName))];
        foreach ((_, Tensor value) in State(model).Where(entry => !counted.Contains(entry.Name)))
        {
            Tensor here = value.detach().cpu().contiguous();
            group.Broadcast(here.bytes);
            value.copy_(here);
        }

        foreach (FusedAdam optimizer in model.Optimizers)
        {
            long[] counts = optimizer.Counts;
            group.Broadcast(MemoryMarshal.AsBytes(counts.AsSpan()));
            optimizer.GoOnFrom(tensor(counts));
        }
    }

    private static List<(string Name, Tensor Value)> State(TrainableModel model) =>
        [
            .. ModelWeights.State(model.Networks),
            .. model.Optimizers.SelectMany(
                (optimizer, i) => optimizer.State().Select(entry => (NameOf(i, entry.Name), entry.Value))
            ),
        ];

    private static string NameOf(int optimizer, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"optimizer.{optimizer}.{name}");
}
