namespace Figment.Data.Images;

/// <summary>What images represent if they are not pictures themselves, as spectrograms represent sounds.</summary>
/// <param name="Items">
/// The plural of the represented items in lower case, in the way kinds of data are named, for instance <c>sounds</c>.
/// </param>
/// <param name="How">
/// A description of the conversion to images, in words. Items that were converted differently cannot be compared.
/// </param>
internal sealed record PictureForm(string Items, string How);

/// <summary>The words for images, or for the items that they represent.</summary>
internal static class PictureWords
{
    /// <summary>The plural of the items.</summary>
    internal static string Plural(this PictureForm? form) => form?.Items ?? "images";

    /// <summary>
    /// The text for a key: the one about the items that images represent, if the table has one, otherwise the one about images.
    /// The key of the former has the items inserted before its last part: <c>note.classes.sounds.none</c> rather than
    /// <c>note.classes.none</c>.
    /// </summary>
    internal static TextTemplate Note(this PictureForm? form, string key)
    {
        int last = key.LastIndexOf('.');
        Text? own = form is null ? null : WordTable.Find($"{key[..last]}.{form.Items}{key[last..]}");
        return new TextTemplate(own ?? WordTable.Text(key));
    }
}
