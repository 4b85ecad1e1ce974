using Figment.Imaging;
using ImageMagick;

namespace Figment.Charts;

/// <summary>Writes animated GIFs that repeat forever.</summary>
internal static class Animation
{
    private const uint LastFrameHundredths = 200,
        ShortestHundredths = 4; // browsers slow down shorter frames

    /// <summary>
    /// Writes a GIF that pauses on its last frame, from pictures on disk, for instance a model's samples over the course of
    /// training.
    /// </summary>
    /// <param name="framePaths">
    /// The pictures in order; if there are more than <paramref name="maxFrames"/>, some are left out at even intervals.
    /// </param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="seconds">The duration of all frames together in seconds, without the pause at the end.</param>
    /// <param name="maxFrames">The maximum number of frames.</param>
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
                    // The first and the last frame are always kept.
                    int index =
                        count == 1 ? framePaths.Count - 1 : (int)Math.Round((double)i * (framePaths.Count - 1) / (count - 1));
                    return (
                        new MagickImage(File.ReadAllBytes(framePaths[index])),
                        i == count - 1 ? LastFrameHundredths : Delay(seconds, count)
                    );
                })
        );
    }

    /// <summary>Writes a GIF that loops from its last picture back to its first; all frames have the same duration.</summary>
    /// <param name="frames">The pictures in order.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="seconds">The duration of one loop in seconds.</param>
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
