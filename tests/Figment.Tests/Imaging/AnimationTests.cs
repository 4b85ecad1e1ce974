using Figment.Charts;
using Figment.Imaging;
using ImageMagick;

namespace Figment.Tests.Imaging;

public sealed class AnimationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_frames_are_the_pictures_in_order()
    {
        Animation.Save(Frames(5), folder["out.gif"], seconds: 2);

        Assert.Equal([0, 10, 20, 30, 40], Greys());
    }

    [Fact]
    public void Frames_share_the_time_and_the_last_one_rests()
    {
        Animation.Save(Frames(5), folder["out.gif"], seconds: 2);

        using MagickImageCollection frames = new(folder["out.gif"]);
        Assert.Equal([40u, 40, 40, 40, 200], frames.Select(frame => frame.AnimationDelay)); // hundredths of a second
    }

    [Fact]
    public void Frames_are_never_too_short_for_a_browser()
    {
        Animation.Save(Frames(3), folder["out.gif"], seconds: 0.001);

        using MagickImageCollection frames = new(folder["out.gif"]);
        Assert.Equal(4u, frames[0].AnimationDelay);
    }

    [Fact]
    public void A_loop_shows_every_frame_equally_long_and_in_its_own_colours()
    {
        Animation.SaveLoop([.. Enumerable.Range(0, 4).Select(Frame)], folder["out.gif"], seconds: 2);

        using MagickImageCollection frames = new(folder["out.gif"]);
        Assert.Equal([50u, 50, 50, 50], frames.Select(frame => frame.AnimationDelay));
        Assert.Equal([0, 10, 20, 30], Greys());
        Assert.Throws<ArgumentException>(() => Animation.SaveLoop([], folder["none.gif"], 1));
    }

    [Fact]
    public void It_runs_for_ever()
    {
        Animation.Save(Frames(2), folder["out.gif"]);

        // The NETSCAPE2.0 extension: a sub-block of 3 bytes: 1, then the count as uint16, where 0 means endless.
        byte[] gif = File.ReadAllBytes(folder["out.gif"]);
        int extension = gif.AsSpan().IndexOf("NETSCAPE2.0"u8);
        Assert.True(extension > 0);
        Assert.Equal([3, 1, 0, 0], gif.AsSpan(extension + 11, 4).ToArray());
    }

    [Theory]
    [InlineData(10, 4, new[] { 0, 3, 6, 9 })]
    [InlineData(11, 2, new[] { 0, 10 })]
    [InlineData(7, 4, new[] { 0, 2, 4, 6 })]
    [InlineData(4, 4, new[] { 0, 1, 2, 3 })]
    [InlineData(3, 1, new[] { 2 })]
    public void Where_there_are_too_many_the_first_and_the_last_stay(int count, int maxFrames, int[] kept)
    {
        Animation.Save(Frames(count), folder["out.gif"], maxFrames: maxFrames);

        Assert.Equal(kept.Select(i => 10 * i), Greys());
    }

    [Fact]
    public void A_frame_that_repeats_the_one_before_is_still_shown()
    {
        string[] frames = Frames(2);

        Animation.Save([frames[0], frames[0], frames[1]], folder["out.gif"]);

        Assert.Equal([0, 0, 10], Greys());
    }

    [Fact]
    public void No_pictures_make_no_animation()
    {
        Assert.Throws<ArgumentException>(() => Animation.Save([], folder["out.gif"]));

        Assert.False(File.Exists(folder["out.gif"]));
    }

    /// <summary>Grey pictures, each 10 lighter than the one before, with one white corner.</summary>
    private string[] Frames(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    Frame(i).Save(folder[$"{i}.png"]);
                    return folder[$"{i}.png"];
                }),
        ];

    private static Picture Frame(int i)
    {
        byte[] pixels = [.. Enumerable.Repeat((byte)(10 * i), 64)];
        pixels[^1] = 255;
        return new Picture(8, 8, 1, pixels);
    }

    /// <summary>The shade of every frame as a viewer shows it.</summary>
    private List<int> Greys()
    {
        using MagickImageCollection frames = new(folder["out.gif"]);
        frames.Coalesce();
        return
        [
            .. frames.Select(frame =>
            {
                byte[] pixels = frame.GetPixels().ToByteArray(PixelMapping.RGB)!;
                Assert.Equal((8 * 8 * 3, 255), (pixels.Length, pixels[^1]));
                Assert.Equal(2, pixels.Distinct().Count());
                return (int)pixels[0];
            }),
        ];
    }
}
