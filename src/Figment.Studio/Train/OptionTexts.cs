namespace Figment.Studio.Train;

/// <summary>What an option is called and what it does.</summary>
internal sealed record OptionText(Text Label, Text Help);

/// <summary>The words of the form that stand for the names of options, recipes and values.</summary>
internal static class OptionTexts
{
    /// <summary>By the option's name in saved runs.</summary>
    internal static IReadOnlyDictionary<string, OptionText> All { get; } = new Dictionary<string, OptionText>
    {
        ["conditional"] = new(new("Learn by class", "按类别学习"), new("Whether you can later ask for a class, for instance for sevens. Needs labelled data.", "训练后能否指定类别，例如只要数字 7。需要带标签的数据。")),
        ["latentSize"] = new(new("Latent size", "潜变量个数"), new("How many random numbers, the [[latent]], each image is made from. Of an autoencoder, 2 can be shown as a map.", "每张图片由多少个随机数（[[latent]]）生成。自编码器取 2 时可以画成地图。")),
        ["learningRate"] = new(new("Learning rate", "学习率"), new("How large each step is: the [[learning-rate]]. Too large and the training runs away; too small and it takes long. Empty takes the usual one.", "每一步走多大，即[[learning-rate]]。太大会失控，太小会很慢。留空则取通常的值。")),
        ["decay"] = new(new("Decay", "学习率衰减"), new("The part of the training, at its end, in which the steps become smaller and smaller.", "训练末尾有多大一段让步子越来越小。")),
        ["warmUp"] = new(new("Warm-up", "预热"), new("At the beginning the steps grow to their size over so many images (of an autoencoder: over that part of the training).", "训练开头，步子在这么多张图片内逐渐变大（自编码器：在这一部分训练内）。")),
        ["beta1"] = new(new("Adam's β₁", "Adam 的 β₁"), new("How long the average of gradients remembers.", "梯度平均值的记忆有多长。")),
        ["beta2"] = new(new("Adam's β₂", "Adam 的 β₂"), new("How long the average of squared gradients remembers.", "梯度平方平均值的记忆有多长。")),
        ["epsilon"] = new(new("Adam's ε", "Adam 的 ε"), new("A tiny number that keeps a division from going wrong.", "一个极小的数，防止除法出错。")),
        ["weightDecay"] = new(new("Weight decay", "权重衰减"), new("Draws the weights a little towards 0 at each step, against [[overfitting]].", "每一步把权重略微拉向 0，防止[[overfitting]]。")),
        ["loss"] = new(new("Loss", "损失函数"), new("The [[loss]]: what the two networks try to make small.", "即[[loss]]：两个网络努力减小的量。")),
        ["discriminatorSteps"] = new(new("Discriminator steps", "判别器步数"), new("How often the [[discriminator]] learns for each time the [[generator]] does.", "[[generator]]每学一次，[[discriminator]]学几次。")),
        ["r1"] = new(new("R1 penalty", "R1 惩罚"), new("Holds the discriminator back near real images, so that the generator can follow. This [[gradient-penalty]] is what keeps a GAN from [[mode-collapse|collapsing]]. Empty goes by the size of the images.", "在真实图片附近约束判别器，让生成器跟得上。正是这种[[gradient-penalty]]让 GAN 不易[[mode-collapse|崩溃]]。留空则按图片大小决定。")),
        ["r2"] = new(new("R2 penalty", "R2 惩罚"), new("The same near generated images. Empty is as R1.", "在生成图片附近做同样的约束。留空则与 R1 相同。")),
        ["gradientPenalty"] = new(new("WGAN-GP penalty", "WGAN-GP 惩罚"), new("The same between real and generated images; goes with the Wasserstein loss.", "在真实与生成图片之间做约束，配合 Wasserstein 损失使用。")),
        ["penaltyEvery"] = new(new("Penalty interval", "惩罚间隔"), new("Penalties are costly: they are taken only once in so many steps, and then count as much more.", "惩罚的计算较贵：每隔这么多步才算一次，并相应加重。")),
        ["labelSmoothing"] = new(new("Label smoothing", "标签平滑"), new("The discriminator is told \"nearly real\" instead of \"real\", so that it does not become too sure.", "告诉判别器“几乎是真的”，而不是“是真的”，免得它过于自信。")),
        ["instanceNoise"] = new(new("Noise on images", "图片噪声"), new("Noise on all that the discriminator sees, fading away over the training.", "给判别器看的图片加上噪声，随训练逐渐消失。")),
        ["augment"] = new(new("Augmentation", "数据增强"), new("Random changes of all that the discriminator sees ([[augmentation]]); for small data sets.", "[[augmentation]]：随机改变判别器看到的图片，适合小数据集。")),
        ["emaHalfLife"] = new(new("Average of weights", "权重平均"), new("Images are made with an [[ema|average of the weights]]; after so many images a weight counts half. 0 is without.", "用[[ema]]生成图片；经过这么多张图片后，旧权重的影响减半。0 表示不用。")),
        ["clusters"] = new(new("Clusters", "聚类数"), new("Without labels: images are sorted into so many groups of alike ones, which take the place of classes. 0 is without.", "没有标签时，把相似的图片分成这么多组来代替类别。0 表示不用。")),
        ["spectralNorm"] = new(new("Spectral normalisation", "谱归一化"), new("[[spectral-normalisation|Bounds]] how steep each layer of the discriminator can be.", "[[spectral-normalisation|限制]]判别器每一层的陡峭程度。")),
        ["width"] = new(new("Width", "宽度"), new("How many channels the networks have. More make better images and slower steps. Where it is empty it goes by the size of the images.", "网络的通道数。越多图片越好，但每步更慢。若为空，则按图片大小决定。")),
        ["deepWidth"] = new(new("Deep width", "深层宽度"), new("Channels where the picture is smallest inside the network; a multiple of 8.", "网络内部图片最小处的通道数，须为 8 的倍数。")),
        ["blocks"] = new(new("Blocks", "残差块数"), new("How many residual blocks stand at each size of the picture.", "每种图片尺寸上有多少个残差块。")),
        ["times"] = new(new("Times it learns at", "学习的时刻"), new("How often it practises the beginning, the middle and the end of the way from noise to image.", "从噪声到图片的路上，开头、中间和结尾各练习多少。")),
        ["timeShift"] = new(new("Time shift", "时刻偏移"), new("How far the times it learns at, and its steps from noise to image, lie towards the noise, where large images are decided. Empty goes by the size of the images.", "学习的时刻和从噪声到图片的步子向噪声一端偏移多少；大图片的内容在那一端就已确定。留空则按图片大小决定。")),
        ["labelDropout"] = new(new("Label dropout", "标签丢弃"), new("The share of images that it learns from without being told their class; guidance needs it.", "有多大比例的图片在学习时不告知类别；引导需要它。")),
        ["guidanceScale"] = new(new("Guidance", "引导强度"), new("[[guidance|How far images are pushed]] towards their class: more typical, less varied. 1 is not at all.", "[[guidance|把图片推向所属类别]]的力度：更典型，但变化更少。1 表示不推。")),
        ["solver"] = new(new("Solver", "求解器"), new("How an image is drawn step by step from noise, and in how many steps.", "怎样从噪声一步步画出图片，以及走多少步。")),
        ["likelihood"] = new(new("Kind of pixels", "像素类型"), new("Ink or none, for writing; shades, for grey and colour pictures.", "“有墨或无墨”适合笔迹；“灰度”适合灰度和彩色图片。")),
        ["greyPixels"] = new(new("Grey pixels as ink", "灰色像素的处理"), new("Only for ink or none: grey is drawn anew as ink at each sight, or taken as a share of ink.", "仅用于“有墨或无墨”：灰色每次重新随机取墨，或当作墨的比例。")),
        ["standardDeviation"] = new(new("Deviation of pixels", "像素的偏差"), new("Only for shades: how far a pixel may be from what the model says. Empty learns it.", "仅用于“灰度”：像素与模型预测允许相差多少。留空则由模型学习。")),
        ["beta"] = new(new("Weight of the latents (β)", "潜变量的权重（β）"), new("Above 1 the latents become tidier and the images softer.", "大于 1 时潜变量更整齐，图片更模糊。")),
        ["freeBits"] = new(new("Free bits", "免费信息量"), new("How much each latent may say at no cost, so that none falls silent.", "每个潜变量可以免费携带的信息，免得有的闲置不用。")),
        ["importanceSamples"] = new(new("Importance samples", "重要性样本数"), new("Latents tried per image and step; more than 1 is more exact and slower.", "每张图片每一步尝试几个潜变量；大于 1 更精确也更慢。")),
    };

    /// <summary>When to take a recipe, by its name.</summary>
    internal static IReadOnlyDictionary<string, Text> Presets { get; } = new Dictionary<string, Text>
    {
        ["gan"] = new("A [[gan]] of [[dense-layer|dense]] networks like the tutorial's, with a recipe that keeps all kinds of images. Where to begin: good digits within minutes.", "一个 [[gan]]：与教程相同的[[dense-layer|全连接]]网络，但配方能保住所有种类的图片。从这里开始：几分钟就有不错的数字。"),
        ["dcgan"] = new("A GAN of [[convolution|convolutional]] networks: better images than gan, and slower. Take it when gan works and you want more.", "[[convolution|卷积]]网络的 GAN：图片比 gan 更好，但更慢。gan 顺利之后想更进一步时使用。"),
        ["r3gan"] = new("A modern [[gan]] of [[residual-block|residual]] networks. For long trainings.", "由[[residual-block|残差]]网络组成的现代 [[gan]]，适合长时间训练。"),
        ["wgan-gp"] = new("gan with the Wasserstein loss and its penalty. For comparing with the literature.", "使用 Wasserstein 损失及其惩罚的 gan，便于与文献对照。"),
        ["classic"] = new("The tutorial's GAN exactly as it is taught. It [[mode-collapse|collapses]] in the end, which is worth seeing once.", "教程里的 GAN，原样照搬。它最终会[[mode-collapse|崩溃]]，值得亲眼看一次。"),
        ["flow"] = new("[[flow-matching|Flow matching]]: learns to turn noise into images step by step. Slow to train, never collapses, the best images.", "[[flow-matching]]：学习把噪声一步步变成图片。训练慢，但从不崩溃，图片最好。"),
        ["vae"] = new("A variational autoencoder ([[vae]]): learns steadily and lays its images out as a map. Softer images than a GAN. With latent size 2 you can drag across the map.", "变分自编码器（[[vae]]）：学得平稳，并把图片排成一张地图。图片比 GAN 模糊。潜变量个数取 2 时可以在地图上拖动。"),
        ["conv-vae"] = new("The same with convolutions: more exact, for images whose sides are multiples of 4.", "改用卷积的版本：更精确，适合边长为 4 的倍数的图片。"),
    };

    /// <summary>Values that options take, by their names in saved runs.</summary>
    internal static IReadOnlyDictionary<string, Text> Values { get; } = new Dictionary<string, Text>
    {
        ["nonSaturating"] = new("non-saturating (the usual one)", "非饱和（最常用）"),
        ["leastSquares"] = new("least squares", "最小二乘"),
        ["hinge"] = new("hinge", "铰链（hinge）"),
        ["wasserstein"] = new("Wasserstein", "Wasserstein 距离"),
        ["relativistic"] = new("relativistic", "相对式"),
        ["none"] = new("none", "无"),
        ["color"] = new("brightness and contrast", "亮度与对比度"),
        ["translation"] = new("shifts", "平移"),
        ["cutout"] = new("holes", "挖洞"),
        ["uniform"] = new("all alike", "均匀"),
        ["logitNormal"] = new("the middle more often", "中间更多"),
        ["euler:8"] = new("Euler, 8 steps", "Euler，8 步"),
        ["midpoint:8"] = new("midpoint, 8 steps", "中点法，8 步"),
        ["heun:8"] = new("Heun, 8 steps", "Heun，8 步"),
        ["bernoulli"] = new("ink or none", "有墨或无墨"),
        ["gaussian"] = new("shades", "灰度"),
        ["drawn"] = new("drawn anew", "重新随机取"),
        ["shares"] = new("as shares", "当作比例"),
    };
}
