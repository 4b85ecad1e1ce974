using Figment.Audio;
using Figment.Data.Sounds;
using Figment.Tests.Audio;

namespace Figment.Tests.Data.Sounds;

public sealed class SoundLineTests
{
    private static readonly SoundShape Shape = new(2, 100, 8000);

    [Fact]
    public void Sounds_follow_each_other_with_pauses_whatever_the_parts_they_come_in()
    {
        float[] sounds = [.. Enumerable.Range(0, 3 * Shape.Size).Select(i => i / 1024f)];
        using MemoryStream stream = new();
        SoundLine line = new(stream, 3, Shape);
        line.Append(sounds.AsSpan(0, Shape.Size));
        line.Append([]);
        line.Append(sounds.AsSpan(Shape.Size));
        line.Complete();

        float[] first = SoundBytes.Decode(stream.ToArray()).Sound.Channels[0];
        Assert.Equal((3 * 100) + (2 * 1200), first.Length);
        Assert.Equal(sounds[400..500], first[2600..]);
        Assert.All(first[100..1300], value => Assert.Equal(0, value));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoundLine(new MemoryStream(), 0, Shape));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoundLine(new MemoryStream(), -1, Shape));
        Assert.Throws<FigmentException>(() => new SoundLine(new MemoryStream(), int.MaxValue, Shape)); // and no OverflowException

        SoundLine line = new(new MemoryStream(), 1, Shape);
        Assert.Throws<ArgumentException>(() => line.Append(new float[Shape.Size - 1]));
        line.Append(new float[Shape.Size]);
        Assert.Throws<InvalidOperationException>(() => line.Append(new float[Shape.Size]));
        line.Complete();
    }
}
