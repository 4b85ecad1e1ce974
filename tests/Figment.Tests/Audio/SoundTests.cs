using Figment.Audio;

namespace Figment.Tests.Audio;

public sealed class SoundTests
{
    [Fact]
    public void Mono_is_the_mean_of_the_channels()
    {
        Sound sound = new(
            [
                [1, 0.5f],
                [0, 0.5f],
                [-0.5f, 0.5f],
                [0.5f, 0.5f],
            ],
            8000
        );

        Assert.Equal([0.25f, 0.5f], sound.Mono().Channels.Single());
        Sound mono = sound.Mono();
        Assert.Same(mono, mono.Mono());
    }

    [Fact]
    public void Channels_are_picked_in_the_order_given()
    {
        Sound sound = new(
            [
                [1],
                [2],
                [3],
            ],
            8000
        );

        Assert.Equal(
            [
                [3],
                [1],
            ],
            sound.Pick(2, 0).Channels
        );
    }

    [Fact]
    public void Another_rate_leaves_the_time_as_it_is()
    {
        Sound sound = new([new float[44_100], new float[44_100]], 44_100);

        Assert.Equal(
            (16_000, 16_000, 1.0, 2),
            (sound.At(16_000).Rate, sound.At(16_000).Length, sound.At(16_000).Seconds, sound.At(16_000).Channels.Length)
        );
        Assert.Same(sound, sound.At(44_100));
    }
}
