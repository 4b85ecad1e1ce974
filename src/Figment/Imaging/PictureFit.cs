namespace Figment.Imaging;

/// <summary>How a picture of another shape becomes one of the size asked for.</summary>
public enum PictureFit
{
    /// <summary>The middle of it, as large as fits; what lies beside is cut off.</summary>
    Crop,

    /// <summary>All of it, with background beside.</summary>
    Pad,

    /// <summary>All of it, out of proportion.</summary>
    Stretch,
}

/// <summary>What pictures are brought to.</summary>
/// <param name="Size">Width and height.</param>
/// <param name="Fit">How.</param>
internal sealed record PictureTarget(PictureSize Size, PictureFit Fit)
{
    /// <summary>What is beside a picture that does not fill it.</summary>
    internal PictureColour Background { get; init; } = PictureColour.White;

    /// <summary>What is done to pictures, for instance <c>cropped from their middle to 64×64</c>.</summary>
    internal Text Words =>
        (
            Fit switch
            {
                PictureFit.Crop => WordTable.Template("note.fit.crop"),
                PictureFit.Pad => WordTable.Template(Background == PictureColour.White ? "note.fit.padWhite" : "note.fit.pad"),
                _ => WordTable.Template("note.fit.stretch"),
            }
        ).Fill(("size", $"{Size}"), ("background", $"{Background}"));
}
