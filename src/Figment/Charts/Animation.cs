using Figment.Imaging;
using ImageMagick;

namespace Figment.Charts;

/// <summary>Makes animated GIFs that run for ever.</summary>
internal static class Animation
{
    private const uint LastFrameHundredths = 200,
        ShortestHundredths = 4; // browsers slow down what is shorter

    /// <summary>
    /// Writes a GIF of pictures on disk that rests on its last one, for instance a model's samples as it learned.
    /// </summary>
    /// <param name="framePaths">
    /// The pictures in order; where there are more than <paramref name="maxFrames"/> some are left out evenly.
    /// </param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="seconds">How long all frames together take, the rest at the end not counted.</param>
    /// <param name="maxFrames">The most frames to keep.</param>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    public static void Save(IReadOnlyList<string> framePaths, string path, double seconds = 6, int maxFrames = 60)
    {
        ArgumentNullException.ThrowIfNull(framePaths);
        if (framePaths.Count == 0)
            throw new ArgumentException("There are no pictures to animate.", nameof(framePaths));

        int count = Math.Min(framePaths.Count, maxFrames);
        Write(
            path,
            Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    // The first and the last are always kept.
                    int index =
                        count == 1 ? framePaths.Count - 1 : (int)Math.Round((double)i * (framePaths.Count - 1) / (count - 1));
                    return (
                        new MagickImage(File.ReadAllBytes(framePaths[index])),
                        i == count - 1 ? LastFrameHundredths : Delay(seconds, count)
                    );
                })
        );
    }

    /// <summary>Writes a GIF whose last picture leads to its first: all are shown equally long.</summary>
    /// <param name="frames">The pictures in order.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="seconds">How long one round takes.</param>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    public static void SaveLoop(IReadOnlyList<Picture> frames, string path, double seconds)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count == 0)
            throw new ArgumentException("There are no pictures to animate.", nameof(frames));
        Write(path, frames.Select(frame => (frame.ToMagick(), Delay(seconds, frames.Count))));
    }

    private static uint Delay(double seconds, int frames) =>
        (uint)Math.Max(ShortestHundredths, Math.Round(seconds * 100 / frames));

    private static void Write(string path, IEnumerable<(MagickImage Image, uint Hundredths)> pictures)
    {
        using MagickImageCollection frames = [];
        foreach ((MagickImage image, uint hundredths) in pictures)
        {
            image.AnimationDelay = hundredths;
            image.AnimationIterations = 0;
            frames.Add(image);
        }

        frames.OptimizeTransparency();
        byte[] gif = frames.ToByteArray(MagickFormat.Gif);
        AtomicFile.Write(path, stream => stream.Write(gif));
    }
}
