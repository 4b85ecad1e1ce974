using ImageMagick;

namespace Figment.Tests.Cli;

/// <summary><c>figment edit</c>, as a user meets it.</summary>
public sealed class EditCommandTests : IDisposable
{
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 64).Select(i => (byte)(i * 4))];
    private readonly TemporaryFolder folder = new();

    public EditCommandTests()
    {
        UntrainedRun.Write(
            folder["run"],
            conditional: true,
            "flow",
            new()
            {
                ["width"] = "8",
                ["deepWidth"] = "16",
                ["solver"] = "euler:2",
            }
        );
        File.WriteAllBytes(folder["cat.png"], Png.Write(8, 8, Pixels));
        File.WriteAllBytes(
            folder["left.png"],
            Png.Write(8, 8, [.. Enumerable.Range(0, 64).Select(i => (byte)(i % 8 < 4 ? 255 : 0))])
        );
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Variants_stand_behind_the_picture()
    {
        (int code, string output, string error) = Run(
            "edit",
            "run",
            "--picture",
            "cat.png",
            "--class",
            "shirt,bag",
            "--count",
            "3",
            "--strength",
            "0.3",
            "--guidance",
            "2"
        );

        Assert.Equal((0, ""), (code, error));
        Assert.Contains(
            "3 variants of cat by run (last checkpoint, step 0), seed 0, are in edited.png.",
            output,
            StringComparison.Ordinal
        );
        Assert.Equal((4, 1), GridOf("edited.png"));
        Assert.Equal(Pixels[37], PixelOf("edited.png", image: 0, 5, 4));
    }

    [Fact]
    public void With_a_mask_what_was_kept_is_shown_and_stays()
    {
        (int code, _, string error) = Run(
            "edit",
            "run",
            "--picture",
            "cat.png",
            "--picture",
            "cat.png",
            "--mask",
            "left.png",
            "--count",
            "2",
            "--steps",
            "3"
        );

        Assert.Equal((0, ""), (code, error));
        Assert.Equal((4, 2), GridOf("edited.png"));
        foreach (int image in (int[])[1, 2, 3])
            Assert.Equal(Pixels[37], PixelOf("edited.png", image, 5, 4));
        Assert.Equal(128, PixelOf("edited.png", image: 1, 2, 4));
    }

    [Fact]
    public void A_folder_gets_each_variant_by_itself_the_half_that_is_kept_as_it_was()
    {
        (int code, _, string error) = Run(
            "edit",
            "run",
            "--picture",
            "cat.png",
            "--keep",
            "top",
            "--count",
            "2",
            "--steps",
            "3",
            "--out",
            "cats"
        );

        Assert.Equal((0, ""), (code, error));

        Assert.Equal(["00000.png", "00001.png"], Directory.GetFiles(folder["cats"]).Select(Path.GetFileName).Order());
        using MagickImage made = new(folder["cats/00001.png"]);
        using IPixelCollection<byte> pixels = made.GetPixels();
        Assert.Equal(Pixels[..32], pixels.GetArea(0, 0, 8, 4)!.Where((_, i) => i % (int)made.ChannelCount == 0));
        Assert.Contains(
            "not an empty folder",
            Run("edit", "run", "--picture", "cat.png", "--out", "cats").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_picture_of_another_size_is_brought_to_the_models_and_that_is_said()
    {
        File.WriteAllBytes(folder["big.png"], Png.Write(16, 12, new byte[16 * 12]));

        (int code, _, string error) = Run("edit", "run", "--picture", "big.png", "--strength", "0", "--count", "1");

        Assert.Equal(0, code);
        Assert.Contains(
            "big.png has 16×12 pixels, but the model makes 8×8, "
                + "so the picture was converted: pictures are cropped to 8×8 around the centre.",
            error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Without_a_picture_images_of_the_runs_data_are_taken()
    {
        File.WriteAllBytes(
            folder["data-images-idx3-ubyte"],
            [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, 8, .. Pixels, .. Pixels]
        );

        (int code, string output, _) = Run("edit", "run", "--keep", "left", "--count", "1", "--steps", "2");

        Assert.Equal(0, code);
        Assert.Contains("1 variant of each of 2 pictures", output, StringComparison.Ordinal);
        Assert.Equal((3, 2), GridOf("edited.png"));
    }

    [Theory]
    [InlineData(2, "The strength must be between 0", "--picture", "cat.png", "--strength", "1.5")]
    [InlineData(2, "--mask and --keep both", "--picture", "cat.png", "--mask", "left.png", "--keep", "left")]
    [InlineData(2, "--mask needs a picture", "--mask", "left.png")]
    [InlineData(2, "There is no class 'sock'", "--picture", "cat.png", "--class", "sock")]
    [InlineData(2, "use it instead of --solver", "--picture", "cat.png", "--keep", "left", "--solver", "euler:4")]
    [InlineData(2, "the solver sets the number of steps", "--picture", "cat.png", "--steps", "9")]
    [InlineData(2, "guidance scale must be between 1", "--picture", "cat.png", "--guidance", "0.5")]
    [InlineData(2, "mask is empty", "--picture", "cat.png", "--mask", "black.png")]
    [InlineData(2, "a file that ends in .png, or a folder", "--picture", "cat.png", "--out", "cat.jpg")]
    [InlineData(1, "There is no picture nowhere.png", "--picture", "nowhere.png")]
    [InlineData(1, "run cannot be read as a picture", "--picture", "run/options.json")]
    [InlineData(1, "The mask small.png has 2×1 pixels, but cat.png has 8×8. Make", "--picture", "cat.png", "--mask", "small.png")]
    public void What_is_wrong_is_said_with_what_to_do(int expected, string says, params string[] arguments)
    {
        File.WriteAllBytes(folder["black.png"], Png.Write(8, 8, new byte[64]));
        File.WriteAllBytes(folder["small.png"], Png.Write(2, 1, [51, 204]));

        (int code, string output, string error) = Run(["edit", "run", .. arguments]);

        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(says, error.Replace("run/options.json", "run", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["edited.png"]));
    }

    [Fact]
    public void All_that_is_wrong_with_options_is_said_at_once_and_other_presets_are_told_which_can()
    {
        UntrainedRun.Write(folder["gan"], conditional: false);

        string many = Run(
            "edit",
            "run",
            "--picture",
            "cat.png",
            "--strength",
            "2",
            "--count",
            "5000",
            "--class",
            "sock",
            "--guidance",
            "0"
        ).Error;
        (int code, _, string error) = Run("edit", "gan", "--picture", "cat.png");

        Assert.StartsWith("4 problems:", many, StringComparison.Ordinal);
        Assert.Equal(1, code);
        Assert.Contains("The model of gan (classic) makes images in a single step", error, StringComparison.Ordinal);
        Assert.Contains("train flow'", error, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Error) Run(params string[] arguments) =>
        CommandInside.Run(folder.Root, arguments);

    /// <summary>Columns and rows of a grid of images of 8 × 8 pixels at four times their size.</summary>
    private (int Columns, int Rows) GridOf(string name)
    {
        using MagickImage grid = new(folder[name]);
        return ((int)grid.Width / 36, (int)grid.Height / 36);
    }

    private byte PixelOf(string name, int image, int x, int y)
    {
        using MagickImage grid = new(folder[name]);
        using IPixelCollection<byte> pixels = grid.GetPixels();
        return pixels.GetPixel(4 + (image * 36) + (x * 4), 4 + (y * 4)).ToArray()[0];
    }
}
