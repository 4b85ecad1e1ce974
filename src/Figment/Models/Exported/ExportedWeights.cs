using Figment.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>Loads a model's weights from its own ONNX export, when nothing else is left of the model.</summary>
internal static class ExportedWeights
{
    private const string Turned = ".T";

    /// <summary>
    /// Replaces the weights of <see cref="TrainableModel.SamplingNetworks"/> completely or, on an error, not at all. Exports
    /// contain only floats: other tensors, such as a count of batches, keep their values.
    /// </summary>
    /// <param name="model">A model built like the one that was exported.</param>
    /// <param name="file">The weights of the part that makes samples.</param>
    /// <param name="name">What to call the file in errors.</param>
    /// <exception cref="FileFormatException">The weights belong to another model, or some are not numbers.</exception>
    internal static void LoadExported(this TrainableModel model, OnnxWeights file, string name)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        List<(Tensor To, string From)> found = [];
        List<OptionSentence> problems = [];
        foreach ((string tensor, Tensor value) in ModelWeights.State(model.SamplingNetworks))
        {
            if (!value.is_floating_point() || model.NameInOnnx(tensor) is not string there)
                continue;
            if (SourceOf(there, value, file) is string source)
                found.Add((value, source));
            else if ((file.ShapeOf(there) ?? file.ShapeOf(there + Turned)) is { } shape)
                problems.Add(ModelWeights.OtherShape(tensor, shape, value.shape));
            else
                problems.Add(ModelWeights.Missing(tensor));
        }

        if (problems.Count == 0)
        {
            foreach ((_, string from) in found)
                if (!IsFinite(file, from))
                    problems.Add($"'{from}' holds values that are not numbers");
        }

        if (problems.Count > 0)
        {
            throw new FileFormatException(
                $"The network in {name} does not fit the model that the file describes: {ModelWeights.Some(problems)}."
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
    /// Returns the constant that holds a tensor's values. It has the tensor's name and shape, possibly followed by dimensions of
    /// 1; or it is the transposed matrix, because ONNX multiplies by that.
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
