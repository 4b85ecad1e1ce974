using Figment.Backend;
using Figment.Imaging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Networks;

/// <summary>Computes operations with libtorch.</summary>
internal sealed class TensorOperations : IOperations<Tensor>
{
    /// <summary>The only instance; it has no state.</summary>
    internal static readonly TensorOperations Instance = new();

    public Tensor Layer(Module layer, params IReadOnlyList<Tensor?> inputs) =>
        layer switch
        {
            Linear dense => DenseProduct.Rows(dense, inputs[0]!),
            Module<Tensor, Tensor> one => one.call(inputs[0]!),
            Module<Tensor, Tensor?, Tensor> two => two.call(inputs[0]!, inputs.ElementAtOrDefault(1)),
            Module<Tensor, Tensor, Tensor?, Tensor> three => three.call(inputs[0]!, inputs[1]!, inputs.ElementAtOrDefault(2)),
            _ => throw new ArgumentException($"The layer {layer.GetName()} does not take tensors as input.", nameof(layer)),
        };

    public Tensor Rows(Linear layer, Tensor x, Tensor? shape = null) =>
        DenseProduct.Rows(layer, shape is null ? x : x.reshape(shape.shape));

    public Tensor Network(Module network, ScalarType precision, params IReadOnlyList<Tensor?> inputs)
    {
        if (precision == ScalarType.Float32)
            return network is Module<Tensor, Tensor> one ? DenseProduct.Call(one, inputs[0]!) : Layer(network, inputs);
        return Layer(network, [inputs[0]!.to(precision), .. inputs.Skip(1)]).to(ScalarType.Float32);
    }

    public Tensor InPrecision(Tensor x, ScalarType precision) => x.to(precision);

    public Tensor InFloat32(Tensor x) => x.dtype == ScalarType.Float32 ? x : x.to(ScalarType.Float32);

    public Tensor Constant(string name, Tensor beside, Func<Device, Tensor> value) => value(beside.device);

    public Tensor Time(double t, Tensor batch) => Scalars.Filled([batch.shape[0]], t, batch.dtype, batch.device);

    public Tensor OneHot(Tensor indices, long count, Tensor like) =>
        (indices.is_floating_point() ? indices : functional.one_hot(indices, count)).to(like.dtype);

    public Tensor Lookup(Embedding table, Tensor indices) =>
        indices.is_floating_point() ? indices.to(table.weight!.dtype).matmul(table.weight) : table.call(indices);

    public Tensor Pick(Tensor indices, string name, Func<Device, Tensor> table, Tensor like)
    {
        Tensor rows = table(indices.device);
        return (indices.is_floating_point() ? indices.matmul(rows) : rows.index_select(0, indices)).to(like.dtype);
    }

    public Tensor AllSame(Tensor indices, long number)
    {
        if (!indices.is_floating_point())
            return Scalars.With(number, kept => full_like(indices, kept));
        Tensor all = Scalars.Filled([indices.shape[0]], number, ScalarType.Int64, indices.device);
        return OneHot(all, indices.shape[1], indices);
    }

    public Tensor Add(Tensor a, Tensor b) => a.Plus(b);

    public Tensor Add(Tensor x, double number) => x.Plus(number);

    public Tensor Subtract(Tensor x, double number) => x.Minus(number);

    public Tensor Multiply(Tensor a, Tensor b) => a * b;

    public Tensor Multiply(Tensor x, double number) => x.Times(number);

    public Tensor Divide(Tensor a, Tensor b) => a / b;

    public Tensor AddProduct(Tensor x, Tensor a, Tensor b) => x.addcmul(a, b, Scalars.One);

    public Tensor Between(Tensor a, Tensor b, double share) => lerp(a, b, share);

    public Tensor Sigmoid(Tensor x) => x.sigmoid();

    public Tensor Silu(Tensor x) => functional.silu(x);

    public Tensor NormSilu(GroupNorm norm, Tensor x, Tensor? scaleShift = null) => Networks.NormSilu.Of(norm, x, scaleShift);

    public Tensor Cosine(Tensor x) => x.cos();

    public Tensor Sine(Tensor x) => x.sin();

    public Tensor Exp(Tensor x) => x.exp();

    public Tensor Sqrt(Tensor x) => x.sqrt();

    public (Tensor Real, Tensor Imaginary) Fourier(Tensor rows, int size)
    {
        Tensor spectrum = fft.rfft(rows, size);
        return (spectrum.real, spectrum.imag);
    }

    public Tensor FourierBack(Tensor real, Tensor imaginary, int size) => fft.irfft(complex(real, imaginary), size);

    public Tensor Peak(Tensor rows) => rows.abs().amax([1], keepdim: true);

    public IReadOnlyList<Tensor> Repeat(
        int times,
        IReadOnlyList<Tensor> state,
        Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> body
    )
    {
        for (int i = 0; i < times; i++)
        {
            IReadOnlyList<Tensor> before = state;
            using (DisposeScope turn = NewDisposeScope())
                state = [.. body(before).Select(each => each.MoveToOuterDisposeScope())];
            if (i == 0)
                continue; // The caller owns the initial state.
            foreach (Tensor each in before)
                each.Dispose();
        }

        return state;
    }

    public Tensor Clamp(Tensor x, double low, double high) => x.Clamped(low, high);

    public Tensor Concat(long dimension, params IReadOnlyList<Tensor> parts) => cat([.. parts], dimension);

    public Tensor[] Split(Tensor x, int parts, long dimension) => x.chunk(parts, dimension);

    public Tensor Reshape(Tensor x, params IReadOnlyList<long> shape) =>
        x.reshape([.. shape.Select((size, i) => size == 0 ? x.shape[i] : size)]);

    public Tensor Permute(Tensor x, params long[] order) => x.permute(order);

    public Tensor Unsqueeze(Tensor x, params long[] dimensions) =>
        dimensions.Aggregate(x, (now, dimension) => now.unsqueeze(dimension));

    public Tensor Attention(Tensor queries, Tensor keys, Tensor values, long size)
    {
        (Tensor q, Tensor k, Tensor v) = (queries.transpose(1, 2), keys.transpose(1, 2), values.transpose(1, 2));
        return functional.scaled_dot_product_attention(q, k, v).transpose(1, 2);
    }

    public Tensor Product(Tensor x, string name, Func<Device, Tensor> matrix) => x.matmul(matrix(x.device));

    public Tensor Narrow(Tensor x, long dimension, long start, long length) => x.narrow(dimension, start, length);

    public Tensor Crop(Tensor x, long height, long width) => x.narrow(2, 0, height).narrow(3, 0, width);

    public Tensor PixelShuffle(Tensor x, long side) => functional.pixel_shuffle(x, side);

    public Tensor PixelUnshuffle(Tensor images, ImageShape shape, long side) =>
        functional.pixel_unshuffle(images, side).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}
