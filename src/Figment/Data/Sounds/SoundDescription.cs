using Figment.Audio;
using Figment.Data.Images;
using Figment.Networks.Sounds;

namespace Figment.Data.Sounds;

/// <summary>What a model has to know of the sounds that it is made for: models of images learn them as images.</summary>
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

    /// <summary>How sounds become images, and images sounds.</summary>
    internal SoundGrid Grid { get; }

    internal override DataDescription Seen { get; }
}
