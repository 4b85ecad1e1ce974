using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>How a folder of pictures becomes images of one size.</summary>
public sealed record PictureOptions : IDataOptions, IValidatableObject
{
    /// <summary>
    /// The width and height of the images, 8 to 512 each. Null keeps the pictures' size if they all have the same one and it is
    /// at most 128 on each side. Otherwise, null uses squares of 64, 32 or 28: the largest of these sizes that at least half of
    /// the pictures reach. Convolutional networks need multiples of 8 from 16 to 256.
    /// </summary>
    public PictureSize? Size { get; init; }

    /// <summary>How pictures of another size are fitted.</summary>
    public PictureFit Fit { get; init; }

    /// <summary>Whether unreadable pictures are left out and reported; otherwise they are an error.</summary>
    public bool SkipBroken { get; init; }

    /// <summary>
    /// The background colour for transparent and padded pictures: <c>white</c>, <c>black</c>, <c>grey</c>, <c>red</c>,
    /// <c>green</c>, <c>blue</c>, or <c>#rrggbb</c>.
    /// </summary>
    [RegularExpression(
        PictureColour.Pattern,
        ErrorMessage = "The background must be white, black, grey, red, green, blue or a colour as #rrggbb."
    )]
    public string Background
    {
        get;
        init => field = PictureColour.Of(value)?.ToString() ?? value;
    } = "white";

    /// <summary>The background as a colour.</summary>
    internal PictureColour Paper => PictureColour.Of(Background) ?? PictureColour.White;

    /// <summary>
    /// Whether symbolic links inside a folder are followed; each linked folder is then read only once. Otherwise, links are
    /// skipped and reported.
    /// </summary>
    public bool FollowLinks { get; init; }

    /// <summary>
    /// The columns of the labels file that are labels, separated by commas, for instance <c>kind,colour</c>. With several
    /// columns, each combination of values is a class. Null chooses the columns whose values repeat, and reports them in
    /// <see cref="Dataset.Notes"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Labels { get; init; }

    /// <summary>
    /// Whether only the column with a known name counts if <see cref="Labels"/> is null. Earlier versions, which did not support
    /// several label columns, worked this way; their runs, and the held-out pictures of these runs, still need it.
    /// </summary>
    internal bool OneLabel { get; init; }

    /// <summary>The choice of label columns.</summary>
    internal LabelChoice Choice => LabelChoice.Of(Labels) ?? new LabelChoice(One: OneLabel);

    /// <summary>The names of all options in this record, for messages about what the options apply to.</summary>
    internal static OptionSentence InSentence { get; } =
        OptionSentence.Of(
            $"{new OptionName(nameof(Size))}, {new OptionName(nameof(Fit))}, {new OptionName(nameof(Background))}, "
                + $"{new OptionName(nameof(Labels))}, {new OptionName(nameof(SkipBroken))} and "
                + $"{new OptionName(nameof(FollowLinks))}"
        );

    private const int LargestKept = 128;
    private static readonly int[] Usual = [64, 32, 28];

    /// <summary>The size and form to which pictures of these sizes are converted; null if they stay as they are.</summary>
    internal PictureTarget? Choose(IReadOnlyCollection<(int Width, int Height)> sizes)
    {
        (int width, int height) = sizes.First();
        bool isOne = sizes.All(size => size == (width, height));
        if (Size is PictureSize size)
            return isOne && size == new PictureSize(width, height) ? null : Target(size);
        if (isOne && Math.Max(width, height) <= LargestKept)
            return null;
        int middle = sizes.Select(size => Math.Min(size.Width, size.Height)).Order().ElementAt(sizes.Count / 2);
        return Target(Usual.FirstOrDefault(each => each <= middle, Usual[^1]));
    }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Size is { IsPossible: false } size)
        {
            yield return new BrokenRule(
                "size.range",
                $"The size of images must be between {PictureSize.Least} and {PictureSize.Most} pixels a side, not {size}; "
                    + $"multiples of 8 from 16 to 256 suit every preset."
            );
        }
    }

    private PictureTarget Target(PictureSize size) => new(size, Fit) { Background = Paper };
}
