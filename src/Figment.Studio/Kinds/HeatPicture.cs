using Figment.Backend;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Studio.Kinds;

/// <summary>Draws numbers as colours: zero is nearly black, positive numbers are amber, and negative ones are blue.</summary>
internal static class HeatPicture
{
    private const int MostTiles = 32,
        MostColumns = 8,
        MostOfVector = 1024;
    private static readonly float[] Zero = [0.09f, 0.1f, 0.13f],
        Above = [1, 0.75f, 0],
        Below = [0.34f, 0.71f, 0.91f];

    /// <summary>A picture of a layer's output for one image.</summary>
    /// <param name="values">
    /// The output [1, C, H, W], whose first 32 channels become tiles; or [1, …], whose first 1,024 numbers become a strip.
    /// </param>
    internal static byte[] Of(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor numbers = values[0].to(ScalarType.Float32).cpu();
        if (numbers.dim() == 3)
            return Coloured(numbers.narrow(0, 0, Math.Min(numbers.shape[0], MostTiles))).ToGrid(MostColumns, 1).ToPng();
        Tensor vector = numbers.flatten();
        vector = vector.narrow(0, 0, Math.Min(vector.shape[0], MostOfVector));
        long columns = Math.Min(vector.shape[0], 64),
            rows = (vector.shape[0] + columns - 1) / columns;
        Tensor padded = nn.functional.pad(vector, [0, (rows * columns) - vector.shape[0]]);
        return Coloured(padded.view(1, rows, columns)).ToPicture().ToPng();
    }

    /// <summary>A picture of one number per pixel.</summary>
    /// <param name="values">[H, W].</param>
    internal static byte[] OfPixels(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        return Coloured(values.unsqueeze(0)).ToPicture().ToPng();
    }

    /// <summary>Converts [N, H, W] to colour images, in which the value farthest from 0 is the brightest.</summary>
    private static ImageBatch Coloured(Tensor values)
    {
        Tensor most = values.abs().max().clamp_min(Scalars.Of(1e-12)),
            share = (values / most).unsqueeze(1);
        Tensor Colour(float[] of) => tensor(of).view(1, 3, 1, 1);
        Tensor above = share.clamp_min(Scalars.Zero),
            below = share.neg().clamp_min(Scalars.Zero),
            zero = Colour(Zero);
        return ImageBatch.FromTensor(zero.Plus(above * (Colour(Above) - zero)).Plus(below * (Colour(Below) - zero)));
    }
}
