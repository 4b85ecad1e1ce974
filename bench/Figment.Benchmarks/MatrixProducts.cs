using static TorchSharp.torch;

namespace Figment.Benchmarks;

/// <summary>
/// Nothing but the matrix products of one step of the tutorial's GAN: a dense layer multiplies three times, once forward
/// and once each for the gradients of its input and of its weights. No step on this machine can be faster.
/// </summary>
internal sealed class MatrixProducts : IStepLoop
{
    private static readonly int[] GeneratorSizes = [100, 256, 512, 1024, 784];
    private static readonly int[] DiscriminatorSizes = [784, 512, 256, 1];

    private readonly List<Tensor> operands = [];
    private readonly List<(Tensor Left, Tensor Right, Tensor Product)> products = [];

    internal MatrixProducts(int batchSize)
    {
        Layer[] generator = Layers(GeneratorSizes, batchSize), discriminator = Layers(DiscriminatorSizes, batchSize);

        // D on real images, then on fakes. What it is shown needs no gradient.
        Forward(discriminator);
        Backward(discriminator, toInput: false, ofWeights: true);
        Forward(generator);
        Forward(discriminator);
        Backward(discriminator, toInput: false, ofWeights: true);

        // G through the frozen D. The latents need no gradient.
        Forward(generator);
        Forward(discriminator);
        Backward(discriminator, toInput: true, ofWeights: false);
        Backward(generator, toInput: false, ofWeights: true);
    }

    /// <summary>Billions of additions and multiplications in one step.</summary>
    internal double GigaFlops => products.Sum(product => 2.0 * product.Left.shape[0] * product.Left.shape[1] * product.Right.shape[1]) / 1e9;

    public StepTimes Run(int steps)
    {
        StepClock clock = new(steps);
        clock.GetTimestamp();
        for (int step = 0; step < steps; step++)
        {
            foreach ((Tensor left, Tensor right, Tensor product) in products) product.addmm_(left, right, beta: 0);
            clock.GetTimestamp();
        }

        return clock.Times();
    }

    public void Dispose() => operands.ForEach(operand => operand.Dispose());

    private Layer[] Layers(int[] sizes, int batchSize) =>
        [.. sizes.Zip(sizes.Skip(1), (inputs, outputs) => new Layer(Keep(randn(batchSize, inputs)), Keep(randn(outputs, inputs)), Keep(randn(batchSize, outputs))))];

    private void Add(Tensor left, Tensor right) => products.Add((left, right, Keep(empty(left.shape[0], right.shape[1]))));

    private Tensor Keep(Tensor operand)
    {
        operands.Add(operand);
        return operand;
    }

    private void Forward(Layer[] layers)
    {
        foreach (Layer layer in layers) Add(layer.Input, Keep(layer.Weights.t()));
    }

    private void Backward(Layer[] layers, bool toInput, bool ofWeights)
    {
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            if (ofWeights) Add(Keep(layers[i].OutputGradient.t()), layers[i].Input);
            if (toInput || i > 0) Add(layers[i].OutputGradient, layers[i].Weights);
        }
    }

    /// <param name="Input">[B, in].</param>
    /// <param name="Weights">[out, in], as a linear layer holds them.</param>
    /// <param name="OutputGradient">[B, out].</param>
    private sealed record Layer(Tensor Input, Tensor Weights, Tensor OutputGradient);
}
