namespace Figment.Data;

/// <summary>What samples are to be looked at, listened to or read, in forms that other programs take.</summary>
public sealed class SampleViews
{
    /// <summary>Pictures of them; mostly one, with all samples in it.</summary>
    public IReadOnlyList<PictureView> Pictures { get; init; } = [];

    /// <summary>What they sound like; mostly one sound, with all samples one after the other.</summary>
    public IReadOnlyList<SoundView> Sounds { get; init; } = [];

    /// <summary>Each of them as text.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];
}

/// <summary>A picture as a file in memory.</summary>
public sealed class PictureView
{
    /// <summary>The file, a PNG.</summary>
    public required byte[] Png { get; init; }

    /// <summary>Columns of pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of pixels.</summary>
    public required int Height { get; init; }

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    public required int Channels { get; init; }
}

/// <summary>A sound as a file in memory.</summary>
public sealed class SoundView
{
    /// <summary>The file, a WAV.</summary>
    public required byte[] Wav { get; init; }

    /// <summary>Samples of a channel per second.</summary>
    public required int Rate { get; init; }

    /// <summary>How many channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Samples of each channel.</summary>
    public required long Length { get; init; }
}
