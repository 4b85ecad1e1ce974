namespace Figment.Imaging;

/// <summary>How a picture of another size becomes a square.</summary>
public enum PictureFit
{
    /// <summary>The middle of it, as large as fits; what lies beside is cut off.</summary>
    Crop,

    /// <summary>All of it, with white beside.</summary>
    Pad,

    /// <summary>All of it, out of proportion.</summary>
    Stretch,
}

/// <summary>The square that pictures are brought to.</summary>
/// <param name="Side">Its width and height, pixels.</param>
/// <param name="Fit">How.</param>
public sealed record PictureTarget(int Side, PictureFit Fit)
{
    /// <summary>In words, for instance <c>cropped to 64×64 from the middle</c>.</summary>
    public override string ToString() => Fit switch
    {
        PictureFit.Crop => $"cropped from their middle to {Side}×{Side}",
        PictureFit.Pad => $"fitted into {Side}×{Side} with white beside",
        _ => $"stretched to {Side}×{Side}",
    };
}
