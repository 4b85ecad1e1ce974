namespace Figment.Data;

/// <summary>Samples in forms that other programs can show, play or print.</summary>
public sealed class SampleViews
{
    /// <summary>Pictures of the samples; usually one that shows all of them.</summary>
    public IReadOnlyList<PictureView> Pictures { get; init; } = [];

    /// <summary>The samples as sounds; usually one sound that plays all of them in turn.</summary>
    public IReadOnlyList<SoundView> Sounds { get; init; } = [];

    /// <summary>Each sample as text.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];
}

/// <summary>A picture as a file in memory.</summary>
public sealed class PictureView
{
    /// <summary>The content of the file, a PNG.</summary>
    public required byte[] Png { get; init; }

    /// <summary>The width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>The height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The number of channels: 1 for grey, 3 for red, green and blue.</summary>
    public required int Channels { get; init; }
}

/// <summary>A sound as a file in memory.</summary>
public sealed class SoundView
{
    /// <summary>The content of the file, a WAV.</summary>
    public required byte[] Wav { get; init; }

    /// <summary>The sample rate in Hz.</summary>
    public required int Rate { get; init; }

    /// <summary>The number of channels.</summary>
    public required int Channels { get; init; }

    /// <summary>The number of samples in each channel.</summary>
    public required long Length { get; init; }
}
