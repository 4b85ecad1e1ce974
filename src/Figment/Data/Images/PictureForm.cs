namespace Figment.Data.Images;

/// <summary>What images are that are no pictures themselves but show something else, as spectrograms show sounds.</summary>
/// <param name="Items">What they show, in the plural and lower case, as kinds of data are called: <c>sounds</c>.</param>
/// <param name="How">How it became images, in words: what was made in another way cannot be compared.</param>
internal sealed record PictureForm(string Items, string How);

/// <summary>What is said of images, or of what they show.</summary>
internal static class PictureWords
{
    /// <summary>What they are called, in the plural.</summary>
    internal static string Plural(this PictureForm? form) => form?.Items ?? "images";

    /// <summary>
    /// A text of the table about images; of what they show where it has one, whose key has that before the last part:
    /// <c>note.classes.sounds.none</c> beside <c>note.classes.none</c>.
    /// </summary>
    internal static TextTemplate Note(this PictureForm? form, string key)
    {
        int last = key.LastIndexOf('.');
        Text? own = form is null ? null : WordTable.Find($"{key[..last]}.{form.Items}{key[last..]}");
        return new TextTemplate(own ?? WordTable.Text(key));
    }
}
