namespace Figment.Imaging;

/// <summary>How a picture with other proportions is fitted to the requested size.</summary>
public enum PictureFit
{
    /// <summary>The largest central part with the requested proportions; the rest is cut off.</summary>
    Crop,

    /// <summary>The whole picture, padded with the background.</summary>
    Pad,

    /// <summary>The whole picture, stretched out of proportion.</summary>
    Stretch,
}

/// <summary>The size and form that pictures are brought to.</summary>
/// <param name="Size">The width and height.</param>
/// <param name="Fit">How pictures are fitted.</param>
internal sealed record PictureTarget(PictureSize Size, PictureFit Fit)
{
    /// <summary>The colour around a picture that does not fill the size.</summary>
    internal PictureColour Background { get; init; } = PictureColour.White;

    /// <summary>A description of the change, for instance <c>cropped around their middle to 64×64</c>.</summary>
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
