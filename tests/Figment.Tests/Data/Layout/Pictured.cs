namespace Figment.Tests.Data.Layout;

/// <summary>A folder of small pictures, each of a different shade.</summary>
internal sealed class Pictured : DataFolder<Pictured>
{
    protected override byte[] Make(int number) =>
        Png.Write(8, 8, [.. Enumerable.Range(0, 64).Select(i => (byte)((number & 255) + (2 * i)))]);
}
