using ImageMagick;

namespace Figment.Imaging;

/// <summary>Makes an animated GIF from pictures on disk, for instance a model's samples as it learned.</summary>
public static class Animation
{
    private const uint LastFrameHundredths = 200;

    /// <summary>Writes a GIF that runs for ever and rests on its last picture.</summary>
    /// <param name="framePaths">The pictures in order; where there are more than <paramref name="maxFrames"/> some are left out evenly.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="seconds">How long all frames together take, the rest at the end not counted.</param>
    /// <param name="maxFrames">The most frames to keep.</param>
    /// <exception cref="ArgumentException">There are no pictures.</exception>
    public static void Save(IReadOnlyList<string> framePaths, string path, double seconds = 6, int maxFrames = 60)
    {
        ArgumentNullException.ThrowIfNull(framePaths);
        if (framePaths.Count == 0) throw new ArgumentException("There are no pictures to animate.", nameof(framePaths));

        int count = Math.Min(framePaths.Count, maxFrames);
        using MagickImageCollection frames = [];
        for (int i = 0; i < count; i++)
        {
            // The first and the last are always kept.
            int index = count == 1 ? framePaths.Count - 1 : (int)Math.Round((double)i * (framePaths.Count - 1) / (count - 1));
            frames.Add(new MagickImage(File.ReadAllBytes(framePaths[index]))
            {
                AnimationDelay = i == count - 1 ? LastFrameHundredths : (uint)Math.Max(4, Math.Round(seconds * 100 / count)),
                AnimationIterations = 0,
            });
        }

        frames.OptimizeTransparency();
        byte[] gif = frames.ToByteArray(MagickFormat.Gif);
        AtomicFile.Write(path, stream => stream.Write(gif));
    }
}
