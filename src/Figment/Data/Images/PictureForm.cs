namespace Figment.Data.Images;

/// <summary>What images are that are no pictures themselves but show something else, as spectrograms show sounds.</summary>
/// <param name="Items">What they show, in the plural and lower case, as kinds of data are called: <c>sounds</c>.</param>
/// <param name="How">How it became images, in words: what was made in another way cannot be compared.</param>
internal sealed record PictureForm(string Items, string How);
