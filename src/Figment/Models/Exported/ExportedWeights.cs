using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>Gives a model the weights that stand in its own ONNX export, where that is all that is left of it.</summary>
internal static class ExportedWeights
{
    private const int Shown = 3;
    private const string Turned = ".T";

    /// <summary>
    /// Replaces the weights of <see cref="TrainableModel.SamplingNetworks"/>; all of them or, on an error, none. What is no
    /// float, such as a count of batches, is in no export, and stays as it is.
    /// </summary>
    /// <param name="model">A model as the one that was exported was built.</param>
    /// <param name="file">The weights of the part that makes samples.</param>
    /// <param name="name">What to call the file in errors.</param>
    /// <exception cref="FileFormatException">They are those of another model, or no numbers.</exception>
    internal static void LoadExported(this TrainableModel model, OnnxWeights file, string name)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        List<(Tensor To, string From)> found = [];
        List<string> problems = [];
        foreach ((string tensor, Tensor value) in ModelWeights.State(model.SamplingNetworks))
        {
            if (!value.is_floating_point() || model.NameInOnnx(tensor) is not string there)
                continue;
            if (SourceOf(there, value, file) is string source)
                found.Add((value, source));
            else if ((file.ShapeOf(there) ?? file.ShapeOf(there + Turned)) is { } shape)
                problems.Add($"'{tensor}' is [{string.Join(", ", shape)}], the model has [{string.Join(", ", value.shape)}]");
            else
                problems.Add($"'{tensor}' is missing");
        }

        if (problems.Count == 0)
            problems.AddRange(
                found.Where(entry => !IsFinite(file, entry.From)).Select(entry => $"'{entry.From}' holds what is no number")
            );
        if (problems.Count > 0)
        {
            string more = problems.Count > Shown ? $"; and {problems.Count - Shown} more" : "";
            throw new FileFormatException(
                $"The network in {name} does not fit the model that it says it is: "
                    + $"{string.Join("; ", problems.Take(Shown))}{more}."
            );
        }

        foreach ((Tensor to, string from) in found)
        {
            using DisposeScope each = NewDisposeScope();
            Tensor values = file.Read(from);
            to.copy_(from.EndsWith(Turned, StringComparison.Ordinal) ? values.t() : values.view(to.shape));
        }
    }

    /// <summary>
    /// What holds a tensor's values: a constant of its name and shape, perhaps with dimensions of 1 behind; or its rows as
    /// columns, since products are taken with those.
    /// </summary>
    private static string? SourceOf(string name, Tensor value, OnnxWeights file)
    {
        long[] shape = value.shape;
        if (file.ShapeOf(name) is { } same)
            return same.Take(shape.Length).SequenceEqual(shape) && same.Skip(shape.Length).All(size => size == 1) ? name : null;
        return
            shape.Length == 2
            && file.ShapeOf(name + Turned) is { Count: 2 } turned
            && turned[0] == shape[1]
            && turned[1] == shape[0]
            ? name + Turned
            : null;
    }

    private static bool IsFinite(OnnxWeights file, string name)
    {
        using DisposeScope scope = NewDisposeScope();
        return file.Read(name).isfinite().all().item<bool>();
    }
}
