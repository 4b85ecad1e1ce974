namespace Figment.Studio.Learn;

/// <summary>The words of data, of models that make pictures, and of how these are judged.</summary>
internal static class PictureWords
{
    internal static IReadOnlyList<GlossaryEntry> Entries { get; } =
    [
        // --- Data.
        new("data-set", new("data set", "数据集"), new(
            "A collection of examples to learn from, here pictures of one size. Part of it, the [[test-images]], is kept back for judging.",
            "供学习用的一批例子，这里是同样大小的图片。其中一部分（[[test-images]]）留出来，专门用于评判。")),
        new("mnist", new("MNIST", "MNIST"), new(
            "70,000 handwritten digits from 0 to 9, grey, 28 × 28 [[pixel|pixels]] each: 60,000 to learn from and 10,000 to test with. It has been the usual first exercise of the field since the late 1990s.",
            "七万个从 0 到 9 的手写数字，灰度图，每张 28 × 28 [[pixel]]：60,000 张用来学习，10,000 张用来测试。自上世纪 90 年代末起，它就是这个领域通行的第一道练习题。")),
        new("fashion-mnist", new("Fashion-MNIST", "Fashion-MNIST"), new(
            "Pictures of clothes, shoes and bags in the same format as [[mnist]], in ten [[class|classes]]. It is harder, because the shapes and shades vary more.",
            "格式与 [[mnist]] 相同的衣服、鞋子和包的图片，共十个[[class]]。它更难，因为形状和明暗变化更多。")),
        new("pixel", new("pixel", "像素"), new(
            "One point of a picture. Here it is a brightness from 0 (black) to 255 (white), which the networks see as a number between 0 and 1 or between −1 and 1; a digit of 28 × 28 has 784 of them.",
            "图片上的一个点，这里是从 0（黑）到 255（白）的亮度，网络看到的是 0 到 1 或 −1 到 1 之间的数。一个 28 × 28 的数字有 784 个像素。")),
        new("class", new("class", "类别"), new(
            "A kind of picture in a [[data-set]]. [[mnist]] has ten, the digits 0 to 9.",
            "[[data-set]]中图片的种类。[[mnist]] 有十个类别，即数字 0 到 9。")),
        new("label", new("label", "标签"), new(
            "The note beside a picture that says which [[class]] it belongs to. A [[gan]] that learns without classes never looks at it.",
            "图片旁边的记录，写明它属于哪个[[class]]。不按类别学习的 [[gan]] 从来不看标签。")),
        new("conditional", new("conditional", "按类别（有条件）"), new(
            "A conditional [[model]] is told the [[class]] of each picture while it learns. Afterwards you can ask it for a 7, and it is much less likely to leave a class out.",
            "学习时会被告知每张图片[[class]]的[[model]]。以后你可以指定要一个 7，它也不容易漏掉某个类别。")),
        new("clusters", new("cluster", "簇"), new(
            "A group of pictures that are alike in their [[pixel|pixels]], found by the program itself. Clusters can stand in for [[class|classes]] where there are no [[label|labels]].",
            "程序自己找出的、[[pixel]]上彼此相像的一组图片。没有[[label]]时，簇可以代替[[class]]。")),
        new("test-images", new("test images", "测试图片"), new(
            "Pictures that are never used for [[training]]. Only with them can one tell whether a [[model]] has understood something or just learned by heart.",
            "从不用于[[training]]的图片。只有用它们才看得出，[[model]]是真的学会了，还是只会死记硬背。")),
        new("augmentation", new("augmentation", "数据增强"), new(
            "Small random changes of the pictures, such as moving them a little. The network sees more variety and cannot learn single pictures by heart.",
            "对图片做一些随机的小改动，例如稍稍移动。网络看到的变化更多，也就没法死记某一张图。")),
        new("sample", new("sample", "样本"), new(
            "A picture that the [[model]] has made from a random [[latent]].",
            "[[model]]用一个随机的[[latent]]做出来的一张图片。")),

        // --- Families.
        new("gan", new("GAN", "GAN"), new(
            "Generative adversarial network: two networks that compete. The [[generator]] makes pictures, the [[discriminator]] tries to tell them from real ones, and both get better by it.",
            "生成对抗网络：两个互相较量的网络。[[generator]]做图片，[[discriminator]]设法分辨真假，双方在较量中都变得更强。")),
        new("generator", new("generator", "生成器"), new(
            "The network of a [[gan]] that turns [[noise]] into pictures. It never sees a real picture; it only learns from what the [[discriminator]] makes of its own.",
            "[[gan]] 中把[[noise]]变成图片的网络。它从没见过真实图片，只能从[[discriminator]]对自己作品的反应中学习。")),
        new("discriminator", new("discriminator", "判别器"), new(
            "The network of a [[gan]] that looks at a picture and says how real it seems. It learns from real pictures and from those of the [[generator]].",
            "[[gan]] 中负责看图的网络：看一张图片，说出它有多像真的。它从真实图片和[[generator]]的图片中学习。")),
        new("adversarial-loss", new("adversarial loss", "对抗损失"), new(
            "The [[loss]] of a [[gan]]: the [[discriminator]] loses when it mistakes real for fake or fake for real, the [[generator]] loses when it is found out. There are several formulas for it.",
            "[[gan]] 的[[loss]]：[[discriminator]]把真假弄错就受罚，[[generator]]被识破就受罚。具体的公式有好几种。")),
        new("mode-collapse", new("mode collapse", "模式崩溃"), new(
            "The typical failure of a [[gan]]: the [[generator]] makes only one or a few kinds of pictures, because they fool the [[discriminator]]. The [[loss|losses]] may look healthy all the while.",
            "[[gan]] 最典型的失败：[[generator]]只做一种或几种图片，因为它们骗得过[[discriminator]]。此时[[loss]]可能看上去一切正常。")),
        new("gradient-penalty", new("gradient penalty", "梯度惩罚"), new(
            "An extra [[loss]] for a [[discriminator]] whose verdict changes too abruptly when a picture changes a little. It stays smooth, and the [[generator]] gets useful hints everywhere. R1 applies it to real pictures, R2 to generated ones, WGAN-GP between the two.",
            "图片稍变、[[discriminator]]的判断就急剧变化时，额外加上的[[loss]]。这样判别器保持平缓，[[generator]]处处都能得到有用的提示。R1 加在真实图片上，R2 加在生成图片上，WGAN-GP 加在两者之间。")),
        new("regularisation", new("regularisation", "正则化"), new(
            "Anything that holds a network back from extreme or over-precise answers so that it learns the general pattern: [[weight-decay]], [[dropout]], a [[gradient-penalty]].",
            "约束网络的各种办法，不让它给出极端或过分精确的答案，好让它学到普遍规律，例如[[weight-decay]]、[[dropout]]、[[gradient-penalty]]。")),
        new("label-smoothing", new("label smoothing", "标签平滑"), new(
            "The [[discriminator]] is told that real pictures are, say, 90% real instead of 100%. It then has no reason to become too sure of itself.",
            "告诉[[discriminator]]，真实图片只有（比如）90% 是真的，而不是 100%。这样它就没有理由变得过分自信。")),
        new("instance-noise", new("instance noise", "实例噪声"), new(
            "Random grain on every picture that the [[discriminator]] sees, real or fake. It makes telling them apart harder at first, and fades during [[training]].",
            "给[[discriminator]]看的每张图片（不论真假）都加上的随机颗粒。开始时更难分辨真假，随着[[training]]逐渐减弱。")),
        new("vae", new("VAE", "VAE"), new(
            "Variational autoencoder: an [[encoder]] sums up each picture in a few numbers, a [[decoder]] rebuilds the picture from them. It learns steadily, shows pictures as points on a map, and makes them somewhat soft.",
            "变分自编码器：[[encoder]]把每张图片概括成几个数字，[[decoder]]再由这些数字重建图片。它学得很稳，能把图片画成地图上的点，只是图片略显柔和。")),
        new("encoder", new("encoder", "编码器"), new(
            "The network of a [[vae]] that goes from picture to [[latent]]. It does not name one point but a small cloud of points that may stand behind the picture.",
            "[[vae]] 中由图片得到[[latent]]的网络。它给出的不是一个点，而是一小团可能对应这张图片的点。")),
        new("decoder", new("decoder", "解码器"), new(
            "The network of a [[vae]] that goes from [[latent]] to picture. Given a random latent, it makes a new picture.",
            "[[vae]] 中由[[latent]]得到图片的网络。给它一个随机的隐向量，它就做出一张新图片。")),
        new("reconstruction", new("reconstruction", "重建"), new(
            "A given picture after going through [[encoder]] and [[decoder]]. The closer it is to the original, the less was lost.",
            "一张给定的图片先后经过[[encoder]]和[[decoder]]之后的样子。越接近原图，丢失的就越少。")),
        new("likelihood", new("likelihood", "似然"), new(
            "How probable a [[model]] finds a given picture. A [[vae]] can estimate it; a [[gan]] cannot. It is told on a logarithmic scale, in nats, and higher is better.",
            "[[model]]认为一张给定的图片有多大可能出现。[[vae]] 可以估算，[[gan]] 不能。它用对数表示，单位是 nat，越高越好。")),
        new("elbo", new("ELBO", "ELBO"), new(
            "Evidence lower bound: a number that the logarithm of the [[likelihood]] is sure not to lie below. It can be calculated, so a [[vae]] learns by raising it: rebuild the picture well, and keep the [[latent|latents]] tidy (the [[kl-term]]).",
            "证据下界：[[likelihood]]的对数一定不低于它。这个数算得出来，所以 [[vae]] 就靠提高它来学习：既要把图片重建好，又要让[[latent]]保持整齐（[[kl-term]]）。")),
        new("kl-term", new("KL term", "KL 项"), new(
            "The part of a [[vae|VAE’s]] [[loss]] that grows when the [[latent|latents]] of pictures stray from simple [[noise]]. Because of it, random noise decodes to sensible pictures later.",
            "[[vae]] [[loss]]的一部分：图片的[[latent]]偏离简单[[noise]]越远，它就越大。正因为有它，以后随机噪声才能解码成像样的图片。")),
        new("flow-matching", new("flow matching", "流匹配"), new(
            "A [[model]] learns in which direction every [[pixel]] must move so that [[noise]] turns into a picture. New pictures are made by following that direction in several small steps. It does not collapse, and is slower than a [[gan]].",
            "[[model]]学习每个[[pixel]]该往哪个方向变，才能让[[noise]]变成图片。做新图片时，就沿着这个方向分几小步走。它不会崩溃，但比 [[gan]] 慢。")),
        new("solver", new("solver", "求解器"), new(
            "The method by which [[flow-matching]] follows its path from [[noise]] to picture. More steps are more exact and take longer.",
            "[[flow-matching]]从[[noise]]走到图片所用的方法。步数越多越精确，也越慢。")),
        new("guidance", new("guidance", "引导"), new(
            "A way to push pictures of [[flow-matching]] further towards their [[class]]: the [[model]] compares what it would do with and without knowing the class, and exaggerates the difference. More of it means more typical and less varied pictures.",
            "让[[flow-matching]]的图片更贴近所要[[class]]的办法：[[model]]比较知道类别和不知道类别时的做法，再把差别放大。引导越强，图片越典型，变化越少。")),

        // --- Latents.
        new("noise", new("noise", "噪声"), new(
            "Numbers drawn at random, most of them close to 0, seldom far from it. They are the raw material of every new picture.",
            "随机抽取的一串数字，大多接近 0，很少离得很远。每张新图片都以它为原料。")),
        new("latent", new("latent vector", "隐向量"), new(
            "The list of numbers from which a [[model]] makes one picture. The same list always gives the same picture; a slightly different list gives a slightly different one.",
            "[[model]]用来做一张图片的一列数字。同一列数字总是得到同一张图片，稍有不同，图片也稍有不同。")),
        new("latent-space", new("latent space", "隐空间"), new(
            "All possible [[latent|latent vectors]], thought of as a landscape in which every point is a picture and neighbours look alike.",
            "所有可能的[[latent]]合在一起。可以把它想象成一片土地：每个点是一张图片，相邻的点图片也相像。")),
        new("interpolation", new("interpolation", "插值"), new(
            "A walk through [[latent-space]] from one picture to another. If the [[model]] has learned well, the pictures on the way are sensible too, and one digit melts into the next.",
            "在[[latent-space]]里从一张图片走到另一张。如果[[model]]学得好，途中的图片也像样，一个数字会慢慢化成另一个。")),
        new("truncation", new("truncation", "截断"), new(
            "Pulling [[latent|latent vectors]] towards the middle before making pictures. The pictures become more typical and cleaner, and vary less.",
            "做图片之前把[[latent]]往中间拉近。图片会更典型、更干净，变化也更少。")),
        new("projection", new("projection", "反求隐向量"), new(
            "Searching for the [[latent]] from which a [[model]] makes a picture as close as possible to a given one. A [[vae]] does not need the search: its [[encoder]] tells.",
            "给定一张图片，找出能让[[model]]做出最接近它的图片的[[latent]]。[[vae]] 不必这样找，[[encoder]]会直接给出。")),

        // --- What goes wrong with learning.
        new("overfitting", new("overfitting", "过拟合"), new(
            "A network fits its training pictures ever better, and new ones ever worse. It has learned details by heart instead of the pattern.",
            "网络对训练图片越来越拿手，对新图片却越来越差：它背下了细节，没有学到规律。")),
        new("memorisation", new("memorisation", "记忆训练图片"), new(
            "A [[model]] repeats pictures it was shown, instead of making new ones. Figment looks for it by comparing [[sample|samples]] with their nearest training pictures.",
            "[[model]]照搬看过的图片，而不是做出新的。Figment 会把[[sample]]与最接近的训练图片相比较，来检查有没有这种情况。")),
        new("diagnosis", new("diagnosis", "诊断"), new(
            "Figment’s remarks in words on what goes wrong in a [[training]]: what was seen, what it means, what to try. They come from measurements of the [[sample|samples]] and the [[loss|losses]].",
            "Figment 用大白话说出[[training]]中出了什么问题：看到了什么，意味着什么，可以试什么。依据是对[[sample]]和[[loss]]的测量。")),

        // --- Judging.
        new("fidelity", new("fidelity", "逼真度"), new(
            "How much single pictures look like real ones. A [[model]] that makes one perfect digit again and again has high fidelity, and no [[diversity]].",
            "单张图片看起来有多像真的。一个[[model]]如果反复做同一个完美的数字，逼真度很高，[[diversity]]却为零。")),
        new("diversity", new("diversity", "多样性"), new(
            "How much of the variety of real pictures a [[model]] shows: all [[class|classes]], thick and thin, upright and slanted.",
            "[[model]]表现出了真实图片的多少变化：各个[[class]]，粗的细的，正的斜的。")),
        new("classifier", new("classifier", "分类器"), new(
            "A network that names the [[class]] of a picture. Figment’s own is right on 99.5% of the [[mnist]] [[test-images]], and judges what a [[model]] makes.",
            "能说出图片属于哪个[[class]]的网络。Figment 自带的分类器在 [[mnist]] [[test-images]]上的正确率是 99.5%，用来评判[[model]]的作品。")),
        new("accuracy", new("accuracy", "准确率"), new(
            "The share of right answers. Of a [[discriminator]]: how often it is right about real and fake pictures; at 50% it can only guess, near 100% the [[generator]] hardly learns.",
            "答对的比例。对[[discriminator]]来说，就是判断真假图片时说对的比例：50% 等于瞎猜，接近 100% 时[[generator]]几乎学不到东西。")),
        new("feature", new("feature", "特征"), new(
            "A number that describes something about a picture, such as how round its strokes are. A [[classifier]] forms such numbers by itself on its way to an answer, and pictures can be compared by them better than by [[pixel|pixels]].",
            "描述图片某一方面的数字，比如笔画有多圆。[[classifier]]在得出答案的途中自己形成这些数字；用它们比较图片，比直接比较[[pixel]]更好。")),
        new("frechet-distance", new("Fréchet distance", "Fréchet 距离"), new(
            "Describe every picture by its [[feature|features]], and the generated and the real ones form two clouds of points. This number says how far apart the clouds lie, in centre and spread: lower is better.",
            "用[[feature]]描述每张图片，生成图片和真实图片就成了两团点云。这个数表示两团点云相距多远（比较中心和散布），越低越好。")),
        new("kernel-distance", new("kernel distance", "核距离"), new(
            "Another distance between the clouds of generated and real pictures. It assumes nothing about their shape and, for pictures of the same kind, is 0 on average.",
            "衡量生成图片与真实图片两团点云之间距离的另一种办法。它不假定点云的形状；两组同类图片的平均值为 0。")),
        new("precision-metric", new("precision", "精确率"), new(
            "A measure of [[fidelity]]: the share of generated pictures that lie among the real ones, by their [[feature|features]].",
            "衡量[[fidelity]]：按[[feature]]来看，落在真实图片范围之内的生成图片所占的比例。")),
        new("recall-metric", new("recall", "召回率"), new(
            "A measure of [[diversity]]: the share of real pictures that lie among the generated ones, by their [[feature|features]].",
            "衡量[[diversity]]：按[[feature]]来看，落在生成图片范围之内的真实图片所占的比例。")),
        new("density-metric", new("density", "密度"), new(
            "A measure of [[fidelity]]: how crowded with real pictures the places are where generated ones lie. For real pictures it is about 1.",
            "衡量[[fidelity]]：生成图片所在之处，真实图片有多密集。真实图片自身约为 1。")),
        new("coverage", new("coverage", "覆盖率"), new(
            "A measure of [[diversity]]: the share of real pictures that have a generated one near them. It falls when a [[model]] leaves something out.",
            "衡量[[diversity]]：附近有生成图片的真实图片所占的比例。[[model]]漏掉了什么，它就会下降。")),
        new("class-histogram", new("class histogram", "类别分布图"), new(
            "A bar for each [[class]], as high as its share among the pictures. A missing bar is a digit that the [[model]] no longer makes.",
            "每个[[class]]一根柱子，高度是它在图片中所占的比例。少了哪根柱子，[[model]]就是不再写哪个数字了。")),
        new("class-entropy", new("class entropy", "类别熵"), new(
            "How evenly the [[class|classes]] appear, in one number: 1 when all are equally frequent, 0 when there is only one.",
            "用一个数表示各[[class]]出现得有多均匀：全都一样多时为 1，只有一个类别时为 0。")),
        new("sure", new("sure (of a picture)", "有把握"), new(
            "The [[classifier]] is sure of a picture when it gives one [[class]] a high probability. The share of such pictures hints at [[fidelity]], but a classifier can be sure of a picture that no person would accept.",
            "[[classifier]]给某个[[class]]很高的概率时，就说它对这张图片有把握。这类图片的比例能反映[[fidelity]]，但人看不上的图片，分类器有时也很有把握。")),
        new("similarity", new("similarity of pairs", "两两相似度"), new(
            "How alike two generated pictures are on average, measured by SSIM, which compares brightness, contrast and structure. Far above that of real pictures, it means little [[diversity]].",
            "两张生成图片平均有多像，用 SSIM 来量，它比较亮度、对比度和结构。如果远高于真实图片，说明缺少[[diversity]]。")),
        new("nearest-image", new("nearest training picture", "最接近的训练图片"), new(
            "The training picture that differs least from a [[sample]], [[pixel]] by [[pixel]]. If it is suspiciously near, the sample is a copy ([[memorisation]]).",
            "逐[[pixel]]比较时与某个[[sample]]差别最小的训练图片。如果近得可疑，样本就是照抄的（[[memorisation]]）。")),
    ];
}
