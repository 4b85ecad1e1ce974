namespace Figment.Imaging;

/// <summary>How a picture of another size becomes a square.</summary>
public enum PictureFit
{
    /// <summary>The middle of it, as large as fits; what lies beside is cut off.</summary>
    Crop,

    /// <summary>All of it, with background beside.</summary>
    Pad,

    /// <summary>All of it, out of proportion.</summary>
    Stretch,
}

/// <summary>The square that pictures are brought to.</summary>
/// <param name="Side">Its width and height, pixels.</param>
/// <param name="Fit">How.</param>
internal sealed record PictureTarget(int Side, PictureFit Fit)
{
    /// <summary>What is beside a picture that does not fill it.</summary>
    internal PictureColour Background { get; init; } = PictureColour.White;

    /// <summary>What is done to pictures, for instance <c>cropped from their middle to 64×64</c>.</summary>
    internal Text Words => (Fit switch
    {
        PictureFit.Crop => WordTable.Template("note.fit.crop"),
        PictureFit.Pad => WordTable.Template(Background == PictureColour.White ? "note.fit.padWhite" : "note.fit.pad"),
        _ => WordTable.Template("note.fit.stretch"),
    }).Fill(("side", $"{Side}"), ("background", $"{Background}"));
}
