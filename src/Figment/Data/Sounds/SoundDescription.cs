using Figment.Audio;
using Figment.Data.Images;
using Figment.Networks.Sounds;

namespace Figment.Data.Sounds;

/// <summary>What a model has to know about the sounds that it is built for. Image models learn these sounds as images.</summary>
public sealed class SoundDescription : DataDescription
{
    internal SoundDescription(SoundGrid grid, IReadOnlyList<int> classCounts)
        : base(classCounts)
    {
        Grid = grid;
        Seen = new ImageDescription(grid.Image, classCounts) { Meaning = new SoundMeaning(grid) };
    }

    /// <summary>The shape of every sound.</summary>
    public SoundShape Shape => Grid.Sound;

    /// <inheritdoc/>
    public override string Items => "sounds";

    /// <summary>The conversion between sounds and images.</summary>
    internal SoundGrid Grid { get; }

    internal override DataDescription Seen { get; }
}
