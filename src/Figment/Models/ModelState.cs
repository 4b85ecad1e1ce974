using System.Globalization;
using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// Saves all that a model needs to go on learning as if it had never stopped: its networks as they compute, its averages, and
/// what its optimizers keep.
/// </summary>
public static class ModelState
{
    /// <summary>Writes the state as safetensors; an existing file is replaced once the new one is whole.</summary>
    /// <param name="model">The model, between two steps.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="metadata">Text to keep with it.</param>
    /// <exception cref="IOException">The disk is full, or the folder does not exist.</exception>
    public static void SaveState(this GenerativeModel model, string path, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        SafeTensorsFile.Write(path, State(model), metadata);
    }

    /// <summary>Replaces the state; all of it or, on an error, nothing.</summary>
    /// <param name="model">A model of the same build and precision as the one that was saved.</param>
    /// <param name="path">A file of <see cref="SaveState"/>.</param>
    /// <returns>The text that was kept with it.</returns>
    /// <exception cref="FileFormatException">The file is damaged, or belongs to another model.</exception>
    public static IReadOnlyDictionary<string, string> LoadState(this GenerativeModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        using SafeTensors file = SafeTensorsFile.Read(path);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        ModelWeights.Replace(State(model), file, path, value => value.dtype);
        for (int i = 0; i < model.Optimizers.Count; i++)
            model.Optimizers[i].GoOnFrom(file.Tensors[string.Create(CultureInfo.InvariantCulture, $"optimizer.{i}.step")].item<long>());
        return file.Metadata;
    }

    /// <summary>The first thing in the state that holds a number that is not finite; null where all are.</summary>
    /// <param name="model">The model.</param>
    public static string? FirstNotFinite(this GenerativeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        foreach ((string name, Tensor value) in State(model))
            if (value.is_floating_point() && !value.isfinite().all().item<bool>()) return name;
        return null;
    }

    /// <summary>
    /// Whether every gradient up to now was finite, by what the optimizers remember of them; one wait for the device, and no
    /// look at the weights, which finite gradients keep finite.
    /// </summary>
    internal static bool HadFiniteGradients(this GenerativeModel model)
    {
        if (model.Optimizers.Count == 0) return true;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        return float.IsFinite(stack(model.Optimizers.Select(optimizer => optimizer.SquareSum())).sum().item<float>());
    }

    private static List<(string Name, Tensor Value)> State(GenerativeModel model) =>
    [
        .. ModelWeights.State(model.Networks),
        .. model.Optimizers.SelectMany((optimizer, i) => optimizer.State().Select(entry => (string.Create(CultureInfo.InvariantCulture, $"optimizer.{i}.{entry.Name}"), entry.Value))),
    ];
}
