using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Benchmarks;

/// <summary>
/// Nothing but the matrix products of one training step, in the step's precision: no step on this machine can be much faster. A
/// dense layer multiplies up to three times: once in the forward pass, and once each for the gradients of its input and of its
/// weights. A convolution counts as the product it would be with its patches laid out as rows.
/// </summary>
/// <remarks>
/// One step is watched to see which layers run, how often and with which gradients. Attention, and the second derivatives of a
/// gradient penalty, are not counted.
/// </remarks>
internal sealed class MatrixProducts : IStepLoop
{
    private readonly List<Tensor> operands = [];
    private readonly List<(Tensor Left, Tensor Right, Tensor Product)> products = [];
    private readonly ScalarType precision;

    /// <summary>Watches one step of a model that has trained before.</summary>
    internal MatrixProducts(ImageModel model, Batch batch, Generator random)
    {
        precision = model.Precision;
        List<Action> removeHooks = [];
        foreach (Module layer in model.Networks.SelectMany(network => network.Module.modules()).Distinct())
        {
            if (layer is not nn.Module<Tensor, Tensor> leaf || WeightOf(layer) is null)
                continue;
            removeHooks.Add(
                leaf.register_forward_hook(
                    (module, input, output) =>
                    {
                        Add(module, input, output);
                        return output;
                    }
                ).remove
            );
        }

        using (DenseProduct.Off())
        using (NewDisposeScope())
            model.TrainStep(batch, new TrainingMoment(1, batch.Count, 0.5), new MersenneDraws(random));
        removeHooks.ForEach(remove => remove());
    }

    /// <summary>Billions of additions and multiplications in one step.</summary>
    internal double GigaFlops =>
        products.Sum(product => 2.0 * product.Left.shape[0] * product.Left.shape[1] * product.Right.shape[1]) / 1e9;

    public StepTimes Run(int steps)
    {
        using IDisposable noGradients = no_grad();
        StepClock clock = new(steps);
        clock.GetTimestamp();
        for (int step = 0; step < steps; step++)
        {
            foreach ((Tensor left, Tensor right, Tensor product) in products)
                product.addmm_(left, right, beta: 0);
            clock.GetTimestamp();
        }

        return clock.Times();
    }

    public void Dispose() => operands.ForEach(operand => operand.Dispose());

    private static Parameter? WeightOf(Module layer) =>
        layer switch
        {
            Linear linear => linear.weight,
            Conv2d conv => conv.weight,
            ConvTranspose2d conv => conv.weight,
            _ => null,
        };

    private void Add(Module layer, Tensor input, Tensor output)
    {
        Parameter weight = WeightOf(layer)!;

        // [rows, inner] times [inner, columns]; a grouped convolution is several of them.
        long[] w = weight.shape;
        (long rows, long inner, long columns) = layer switch
        {
            Linear => (input.numel() / w[1], w[1], w[0]),
            Conv2d => (output.shape[0] * output.shape[2] * output.shape[3], w[1] * w[2] * w[3], w[0]),
            _ => (input.shape[0] * input.shape[2] * input.shape[3], w[0], w[1] * w[2] * w[3]),
        };
        long groups = layer is Conv2d ? input.shape[1] / w[1] : 1;
        for (long group = 0; group < groups; group++)
        {
            Tensor left = Operand(rows, inner),
                right = Operand(inner, columns / groups),
                gradient = Operand(rows, columns / groups);
            Multiply(left, right);
            if (!output.requires_grad)
                continue;
            if (input.requires_grad)
                Multiply(gradient, Keep(right.t()));
            if (weight.requires_grad)
                Multiply(Keep(left.t()), gradient);
        }
    }

    private void Multiply(Tensor left, Tensor right) =>
        products.Add((left, right, Keep(empty(left.shape[0], right.shape[1], precision))));

    private Tensor Operand(long rows, long columns) => Keep(randn(rows, columns).to(precision));

    private Tensor Keep(Tensor operand)
    {
        operands.Add(operand.DetachFromDisposeScope());
        return operand;
    }
}
