using System.Globalization;
using System.Text;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>One layer of a network as it ran.</summary>
/// <param name="Name">The path of the layer in the network, as in the saved weights.</param>
/// <param name="Kind">The module's type, for instance <c>Linear</c>.</param>
/// <param name="OutputShape">The shape of its output, without the batch dimension.</param>
/// <param name="Parameters">How many values it holds: weights, biases, running statistics.</param>
internal sealed record LayerSummary(string Name, string Kind, IReadOnlyList<long> OutputShape, long Parameters);

/// <summary>A network's layers, output shapes and parameter counts, counted as Keras's <c>summary()</c> counts them.</summary>
public sealed class NetworkSummary
{
    internal NetworkSummary(string name, IReadOnlyList<LayerSummary> layers, long trainable, long nonTrainable) =>
        (Name, Layers, Trainable, NonTrainable) = (name, layers, trainable, nonTrainable);

    /// <summary>The network's name.</summary>
    public string Name { get; }

    /// <summary>The layers in the order in which they ran.</summary>
    internal IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>The number of parameters that training updates by gradients.</summary>
    public long Trainable { get; }

    /// <summary>
    /// The number of values without a gradient, for instance the running mean and variance of batch normalisation.
    /// </summary>
    public long NonTrainable { get; }

    /// <summary>The total number of values in the network.</summary>
    public long Total => Trainable + NonTrainable;

    /// <summary>Runs the network once on two blank inputs and records every layer.</summary>
    /// <param name="name">The name of the network in the summary.</param>
    /// <param name="network">Any network that maps one tensor to one tensor; its state does not change.</param>
    /// <param name="inputShape">The shape of one input, without the batch dimension.</param>
    public static NetworkSummary Of(string name, Module<Tensor, Tensor> network, params IReadOnlyList<long> inputShape) =>
        Of(
            name,
            network,
            device =>
                network.call(
                    zeros(
                        [2, .. inputShape],
                        network.parameters().Select(parameter => parameter.dtype).FirstOrDefault(ScalarType.Float32),
                        device
                    )
                )
        );

    /// <summary>Runs a network with any inputs once and records every layer.</summary>
    /// <param name="name">The name of the network in the summary.</param>
    /// <param name="network">The network; its state does not change.</param>
    /// <param name="run">Runs the network on two blank inputs, on the given device.</param>
    public static NetworkSummary Of(string name, Module network, Action<Device> run)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(run);
        List<LayerSummary> layers = [];
        List<Action> removeHooks = [];
        bool wasTraining = network.training;
        using (no_grad())
        using (NewDisposeScope())
        {
            try
            {
                network.eval();
                foreach ((string path, Module module) in network.named_modules())
                {
                    if (module.children().Any() || module is not Module<Tensor, Tensor> leaf)
                        continue;
                    removeHooks.Add(
                        leaf.register_forward_hook(
                            (layer, _, output) =>
                            {
                                layers.Add(new LayerSummary(path, layer.GetName(), output.shape[1..], Count(layer)));
                                return output;
                            }
                        ).remove
                    );
                }

                Device device = network.parameters().Select(parameter => parameter.device).FirstOrDefault() ?? CPU;
                run(device);
            }
            finally
            {
                removeHooks.ForEach(remove => remove());
                network.train(wasTraining);
            }

            long trainable = network.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel());
            return new NetworkSummary(name, layers, trainable, Count(network) - trainable);
        }
    }

    /// <summary>Returns the table that Keras's <c>summary()</c> would print.</summary>
    public override string ToString()
    {
        (string Layer, string Shape, string Parameters)[] rows =
        [
            .. Layers.Select(layer =>
                ($"{layer.Name} ({layer.Kind})", $"(None, {string.Join(", ", layer.OutputShape)})", Number(layer.Parameters))
            ),
        ];
        int first = rows.Select(row => row.Layer.Length).Append(12).Max() + 2;
        int second = rows.Select(row => row.Shape.Length).Append(12).Max() + 2;
        int third = rows.Select(row => row.Parameters.Length).Append(7).Max();
        string line = new('─', first + second + third);

        StringBuilder table = new();
        table.AppendLine($"Model: {Name}").AppendLine(line);
        table
            .AppendLine($"{"Layer (type)".PadRight(first)}{"Output shape".PadRight(second)}{"Param #".PadLeft(third)}")
            .AppendLine(line);
        foreach ((string layer, string shape, string parameters) in rows)
            table.AppendLine($"{layer.PadRight(first)}{shape.PadRight(second)}{parameters.PadLeft(third)}");
        table.AppendLine(line);
        table.AppendLine($"Total params:         {Number(Total)} ({Size(Total)})");
        table.AppendLine($"Trainable params:     {Number(Trainable)} ({Size(Trainable)})");
        table.AppendLine($"Non-trainable params: {Number(NonTrainable)} ({Size(NonTrainable)})");
        return table.ToString();
    }

    // PyTorch's counter of batches, which Keras does not have, is not counted.
    private static long Count(Module module) =>
        module.parameters().Sum(parameter => parameter.numel())
        + module.named_buffers().Where(buffer => is_floating_point(buffer.buffer)).Sum(buffer => buffer.buffer.numel());

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(long count) =>
        count < 256 * 1024
            ? string.Create(CultureInfo.InvariantCulture, $"{count * 4 / 1024.0:F1} KB")
            : string.Create(CultureInfo.InvariantCulture, $"{count * 4 / 1024.0 / 1024.0:F2} MB");
}
