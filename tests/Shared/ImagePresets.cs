using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;

namespace Figment.Tests;

/// <summary>The presets that learn images.</summary>
internal static class ImagePresets
{
    internal static IReadOnlyList<ModelPreset> All { get; } =
    [.. ModelCatalog.Presets.Where(preset => preset.Learns(new ImageDescription(new ImageShape(1, 8, 8))))];
}
